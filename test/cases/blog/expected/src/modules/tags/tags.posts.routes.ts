import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { pickColumns } from '../../db/columns';
import { prepared } from '../../db/prepared';
import { postTags, posts, tags as tagsTable } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import { retryTransient } from '../../db/retry';
import { listQuery, pageOf } from '../../http/list';
import { pageReader } from '../../http/page';
import { notFound } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { postListing, postParams, postResponse } from '../posts/posts.schemas';
import { tagParams } from './tags.schemas';

const tags = ['tags'];
const columns = pickColumns(posts, postResponse);
const ownerParams = z.object({ id: tagParams.shape.id });
const linkParams = z.object({
  id: tagParams.shape.id,
  postId: postParams.shape.id,
});

/** Which posts belong to a tag: a row in post tags for each pair. */
export async function tagPostsRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(tagsTable)
      .where(eq(tagsTable.id, sql.placeholder('owner'))),
  );
  const linked = app.db
    .select({ target: postTags.postId })
    .from(postTags)
    .where(eq(postTags.tagId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: posts,
    columns,
    where: and(inArray(posts.id, linked), isNull(posts.deletedAt)),
  });
  const link = linkStatement(app.db, postTags, [postTags.tagId, postTags.postId]);
  const unlink = deleteStatement(
    app.db,
    postTags,
    and(
      eq(postTags.tagId, sql.placeholder('owner')),
      eq(postTags.postId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('tag');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the posts of a tag',
        params: ownerParams,
        querystring: listQuery(posts, postListing),
        response: { 200: pageOf(postResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:postId',
    {
      schema: {
        tags,
        summary: 'Add a post to a tag',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, postId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { tagId: ownerKey, postId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:postId',
    {
      schema: {
        tags,
        summary: 'Remove a post from a tag',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, postId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('post');
      return reply.code(204).send();
    },
  );
}
