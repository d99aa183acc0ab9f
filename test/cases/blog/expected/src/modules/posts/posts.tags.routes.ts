import { z } from 'zod';
import type { Context } from '../../db/context';
import { tags } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { tagListing, tagParams, tagResponse } from '../tags/tags.schemas';
import * as queries from './posts.tags.queries';
import { type PostKey, postParams } from './posts.schemas';

const ownerParams = z.object({ id: postParams.shape.id });
const linkParams = z.object({
  id: postParams.shape.id,
  tagId: tagParams.shape.id,
});

/** Which tags belong to a post: a row in post tags for each pair. */
export async function postTagsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the tags of a post',
        params: ownerParams,
        querystring: listQuery(tags, tagListing),
        response: { 200: pageOf(tagResponse) },
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
    '/:tagId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Add a tag to a post',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, tagId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:tagId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a tag from a post',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, tagId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('tag');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: PostKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('post');
}
