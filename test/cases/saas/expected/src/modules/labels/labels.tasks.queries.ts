import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { labels, taskLabels, tasks } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { conflict } from '../../http/problem';
import { type TaskKey, taskResponse } from '../tasks/tasks.schemas';
import type { LabelKey } from './labels.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(labels)
    .where(eq(labels.id, sql.placeholder('owner'))),
);

/** Whether there is such a label. */
export async function hasOwner(context: Context, owner: LabelKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: taskLabels.taskId })
  .from(taskLabels)
  .where(eq(taskLabels.labelId, sql.placeholder('owner')));
const readPage = pageReader({
  from: tasks,
  columns: pickColumns(tasks, taskResponse),
  where: and(inArray(tasks.id, linked), isNull(tasks.deletedAt)),
});

export function list(context: Context, owner: LabelKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(taskLabels, [taskLabels.labelId, taskLabels.taskId]);
const selectTarget = prepared(
  builder
    .select({ found: sql`1` })
    .from(tasks)
    .where(and(eq(tasks.id, sql.placeholder('target')), isNull(tasks.deletedAt))),
);

/** @throws {Problem} 409 for a task that is deleted: it is as if there were none */
export async function link(context: Context, owner: LabelKey['id'], target: TaskKey['id']) {
  if ((await selectTarget(context, { target })).length === 0) {
    throw conflict('It refers to something that does not exist.');
  }
  return insertPair(context, { labelId: owner, taskId: target });
}

const deletePair = deleteStatement(
  taskLabels,
  and(
    eq(taskLabels.labelId, sql.placeholder('owner')),
    eq(taskLabels.taskId, sql.placeholder('target')),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: LabelKey['id'], target: TaskKey['id']) {
  return deletePair(context, { owner, target });
}
