import { z } from 'zod';
import type { Context } from '../../db/context';
import { labels } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { labelListing, labelParams, labelResponse } from '../labels/labels.schemas';
import * as queries from './tasks.labels.queries';
import { type TaskKey, taskParams } from './tasks.schemas';

const ownerParams = z.object({ id: taskParams.shape.id });
const linkParams = z.object({
  id: taskParams.shape.id,
  labelId: labelParams.shape.id,
});

/** Which labels belong to a task: a row in task labels for each pair. */
export async function taskLabelsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the labels of a task',
        params: ownerParams,
        querystring: listQuery(labels, labelListing),
        response: { 200: pageOf(labelResponse) },
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
    '/:labelId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Add a label to a task',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, labelId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:labelId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a label from a task',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, labelId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('label');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: TaskKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('task');
}
