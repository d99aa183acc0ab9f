import { z } from 'zod';
import type { Context } from '../../db/context';
import { posts } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { postListing, postParams, postResponse } from '../posts/posts.schemas';
import * as queries from './tags.posts.queries';
import { type TagKey, tagParams } from './tags.schemas';

const ownerParams = z.object({ id: tagParams.shape.id });
const linkParams = z.object({
  id: tagParams.shape.id,
  postId: postParams.shape.id,
});

/** Which posts belong to a tag: a row in post tags for each pair. */
export async function tagPostsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the posts of a tag',
        params: ownerParams,
        querystring: listQuery(posts, postListing),
        response: { 200: pageOf(postResponse) },
      },
    },
    async (request) => {
      const { id: owner } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      return queries.list(context, owner, request.query);
    },
  );

  app.put(
    '/:postId',
    {
      config: { queries: 3, work: ['find', 'write'] },
      schema: {
        summary: 'Add a post to a tag',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, postId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:postId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a post from a tag',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, postId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('post');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: TagKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('tag');
}
