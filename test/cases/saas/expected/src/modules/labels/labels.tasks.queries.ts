import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { labels, taskLabels, tasks } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
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

/** What may be linked only if it is not deleted. */
const references = [reference({ taskId: tasks.id }, isNull(tasks.deletedAt))];

const insertPair = linkStatement(taskLabels, [taskLabels.labelId, taskLabels.taskId]);

export async function link(context: Context, owner: LabelKey['id'], target: TaskKey['id']) {
  const pair = { labelId: owner, taskId: target };
  await requireReferences(context, references, pair);
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  taskLabels,
  and(
    eq(taskLabels.labelId, sql.placeholder('owner')),
    eq(taskLabels.taskId, sql.placeholder('target')),
    inArray(
      taskLabels.taskId,
      builder.select({ key: tasks.id }).from(tasks).where(isNull(tasks.deletedAt)),
    ),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: LabelKey['id'], target: TaskKey['id']) {
  return deletePair(context, { owner, target });
}
