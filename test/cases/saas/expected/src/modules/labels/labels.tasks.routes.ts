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
import { taskListing, taskParams, taskResponse } from '../tasks/tasks.schemas';
import { labelParams } from './labels.schemas';

const tags = ['labels'];
const columns = pickColumns(tasks, taskResponse);
const ownerParams = z.object({ id: labelParams.shape.id });
const linkParams = z.object({
  id: labelParams.shape.id,
  taskId: taskParams.shape.id,
});

/** Which tasks belong to a label: a row in task labels for each pair. */
export async function labelTasksRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(labels)
      .where(eq(labels.id, sql.placeholder('owner'))),
  );
  const linked = app.db
    .select({ target: taskLabels.taskId })
    .from(taskLabels)
    .where(eq(taskLabels.labelId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: tasks,
    columns,
    where: and(inArray(tasks.id, linked), isNull(tasks.deletedAt)),
  });
  const link = linkStatement(app.db, taskLabels, [taskLabels.labelId, taskLabels.taskId]);
  const unlink = deleteStatement(
    app.db,
    taskLabels,
    and(
      eq(taskLabels.labelId, sql.placeholder('owner')),
      eq(taskLabels.taskId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('label');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the tasks of a label',
        params: ownerParams,
        querystring: listQuery(tasks, taskListing),
        response: { 200: pageOf(taskResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:taskId',
    {
      schema: {
        tags,
        summary: 'Add a task to a label',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, taskId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { labelId: ownerKey, taskId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:taskId',
    {
      schema: {
        tags,
        summary: 'Remove a task from a label',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, taskId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('task');
      return reply.code(204).send();
    },
  );
}
