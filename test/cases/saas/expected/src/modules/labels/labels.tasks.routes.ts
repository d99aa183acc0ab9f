import { z } from 'zod';
import type { Context } from '../../db/context';
import { tasks } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { taskListing, taskParams, taskResponse } from '../tasks/tasks.schemas';
import * as queries from './labels.tasks.queries';
import { type LabelKey, labelParams } from './labels.schemas';

const ownerParams = z.object({ id: labelParams.shape.id });
const linkParams = z.object({
  id: labelParams.shape.id,
  taskId: taskParams.shape.id,
});

/** Which tasks belong to a label: a row in task labels for each pair. */
export async function labelTasksRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the tasks of a label',
        params: ownerParams,
        querystring: listQuery(tasks, taskListing),
        response: { 200: pageOf(taskResponse) },
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
    '/:taskId',
    {
      config: { queries: 3, work: ['find', 'write'] },
      schema: {
        summary: 'Add a task to a label',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, taskId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:taskId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a task from a label',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, taskId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('task');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: LabelKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('label');
}
