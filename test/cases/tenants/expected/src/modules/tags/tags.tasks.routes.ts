import { z } from 'zod';
import type { CallerContext } from '../../access/context';
import { tasks } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { taskListing, taskParams, taskResponse } from '../tasks/tasks.schemas';
import * as queries from './tags.tasks.queries';
import { tagPolicy } from './tags.policy';
import { type TagKey, tagParams } from './tags.schemas';

const ownerParams = z.object({ id: tagParams.shape.id });
const linkParams = z.object({
  id: tagParams.shape.id,
  taskId: taskParams.shape.id,
});

/** Which tasks belong to a tag: a row in task tags for each pair. */
export async function tagTasksRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: tagPolicy.read, work: ['find', 'read'] },
      schema: {
        summary: 'List the tasks of a tag',
        params: ownerParams,
        querystring: listQuery(tasks, taskListing),
        response: { 200: pageOf(taskResponse) },
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
    '/:taskId',
    {
      config: { access: tagPolicy.update, queries: 3, work: ['find', 'write'] },
      schema: {
        summary: 'Add a task to a tag',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, taskId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner, 'update');
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:taskId',
    {
      config: { access: tagPolicy.update, work: ['find', 'write'] },
      schema: {
        summary: 'Remove a task from a tag',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, taskId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner, 'update');
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('task');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(
  context: CallerContext,
  key: TagKey['id'],
  action: 'read' | 'update',
): Promise<void> {
  if (!(await queries.hasOwner(context, key, action))) throw notFound('tag');
}
