import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { pickColumns } from '../../db/columns';
import { prepared } from '../../db/prepared';
import { labels, taskLabels, tasks } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import { retryTransient } from '../../db/retry';
import { listQuery, pageOf } from '../../http/list';
import { pageReader } from '../../http/page';
import { notFound } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { labelListing, labelParams, labelResponse } from '../labels/labels.schemas';
import { taskParams } from './tasks.schemas';

const tags = ['tasks'];
const columns = pickColumns(labels, labelResponse);
const ownerParams = z.object({ id: taskParams.shape.id });
const linkParams = z.object({
  id: taskParams.shape.id,
  labelId: labelParams.shape.id,
});

/** Which labels belong to a task: a row in task labels for each pair. */
export async function taskLabelsRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(tasks)
      .where(and(eq(tasks.id, sql.placeholder('owner')), isNull(tasks.deletedAt))),
  );
  const linked = app.db
    .select({ target: taskLabels.labelId })
    .from(taskLabels)
    .where(eq(taskLabels.taskId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: labels,
    columns,
    where: inArray(labels.id, linked),
  });
  const link = linkStatement(app.db, taskLabels, [taskLabels.taskId, taskLabels.labelId]);
  const unlink = deleteStatement(
    app.db,
    taskLabels,
    and(
      eq(taskLabels.taskId, sql.placeholder('owner')),
      eq(taskLabels.labelId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('task');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the labels of a task',
        params: ownerParams,
        querystring: listQuery(labels, labelListing),
        response: { 200: pageOf(labelResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:labelId',
    {
      schema: {
        tags,
        summary: 'Add a label to a task',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, labelId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { taskId: ownerKey, labelId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:labelId',
    {
      schema: {
        tags,
        summary: 'Remove a label from a task',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, labelId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('label');
      return reply.code(204).send();
    },
  );
}
