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
import { tagListing, tagParams, tagResponse } from '../tags/tags.schemas';
import { postParams } from './posts.schemas';

const tags = ['posts'];
const columns = pickColumns(tagsTable, tagResponse);
const ownerParams = z.object({ id: postParams.shape.id });
const linkParams = z.object({
  id: postParams.shape.id,
  tagId: tagParams.shape.id,
});

/** Which tags belong to a post: a row in post tags for each pair. */
export async function postTagsRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(posts)
      .where(and(eq(posts.id, sql.placeholder('owner')), isNull(posts.deletedAt))),
  );
  const linked = app.db
    .select({ target: postTags.tagId })
    .from(postTags)
    .where(eq(postTags.postId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: tagsTable,
    columns,
    where: inArray(tagsTable.id, linked),
  });
  const link = linkStatement(app.db, postTags, [postTags.postId, postTags.tagId]);
  const unlink = deleteStatement(
    app.db,
    postTags,
    and(
      eq(postTags.postId, sql.placeholder('owner')),
      eq(postTags.tagId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('post');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the tags of a post',
        params: ownerParams,
        querystring: listQuery(tagsTable, tagListing),
        response: { 200: pageOf(tagResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:tagId',
    {
      schema: {
        tags,
        summary: 'Add a tag to a post',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, tagId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { postId: ownerKey, tagId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:tagId',
    {
      schema: {
        tags,
        summary: 'Remove a tag from a post',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, tagId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('tag');
      return reply.code(204).send();
    },
  );
}
