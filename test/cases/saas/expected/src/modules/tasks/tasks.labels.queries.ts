import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { labels, taskLabels, tasks } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { type LabelKey, labelResponse } from '../labels/labels.schemas';
import type { TaskKey } from './tasks.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(tasks)
    .where(and(eq(tasks.id, sql.placeholder('owner')), isNull(tasks.deletedAt))),
);

/** Whether there is such a task. */
export async function hasOwner(context: Context, owner: TaskKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: taskLabels.labelId })
  .from(taskLabels)
  .where(eq(taskLabels.taskId, sql.placeholder('owner')));
const readPage = pageReader({
  from: labels,
  columns: pickColumns(labels, labelResponse),
  where: inArray(labels.id, linked),
});

export function list(context: Context, owner: TaskKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(taskLabels, [taskLabels.taskId, taskLabels.labelId]);

export function link(context: Context, owner: TaskKey['id'], target: LabelKey['id']) {
  const pair = { taskId: owner, labelId: target };
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  taskLabels,
  and(
    eq(taskLabels.taskId, sql.placeholder('owner')),
    eq(taskLabels.labelId, sql.placeholder('target')),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: TaskKey['id'], target: LabelKey['id']) {
  return deletePair(context, { owner, target });
}
