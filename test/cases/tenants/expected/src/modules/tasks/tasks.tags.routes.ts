import { z } from 'zod';
import type { CallerContext } from '../../access/context';
import { tags } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { tagListing, tagParams, tagResponse } from '../tags/tags.schemas';
import * as queries from './tasks.tags.queries';
import { taskPolicy } from './tasks.policy';
import { type TaskKey, taskParams } from './tasks.schemas';

const ownerParams = z.object({ id: taskParams.shape.id });
const linkParams = z.object({
  id: taskParams.shape.id,
  tagId: tagParams.shape.id,
});

/** Which tags belong to a task: a row in task tags for each pair. */
export async function taskTagsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: taskPolicy.read, work: ['find', 'read'] },
      schema: {
        summary: 'List the tags of a task',
        params: ownerParams,
        querystring: listQuery(tags, tagListing),
        response: { 200: pageOf(tagResponse) },
      },
    },
    async (request) => {
      const { id: owner } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner, 'read');
      return queries.list(context, owner, request.query);
    },
  );

  app.put(
    '/:tagId',
    {
      config: { access: taskPolicy.update, queries: 3, work: ['find', 'write'] },
      schema: {
        summary: 'Add a tag to a task',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, tagId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner, 'update');
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:tagId',
    {
      config: { access: taskPolicy.update, work: ['find', 'write'] },
      schema: {
        summary: 'Remove a tag from a task',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, tagId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner, 'update');
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('tag');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(
  context: CallerContext,
  key: TaskKey['id'],
  action: 'read' | 'update',
): Promise<void> {
  if (!(await queries.hasOwner(context, key, action))) throw notFound('task');
}
