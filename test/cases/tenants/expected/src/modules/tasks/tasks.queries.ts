import { and, eq, sql } from 'drizzle-orm';
import { type CallerContext, userOf } from '../../access/context';
import { within } from '../../access/policy';
import { reference } from '../../access/references';
import { teammates } from '../../access/teammates';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { projects, tasks, users } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { requireReferences } from '../../http/references';
import { projectPolicy } from '../projects/projects.policy';
import { taskIncludes } from './tasks.includes';
import { taskPolicy } from './tasks.policy';
import { type TaskCreate, type TaskKey, type TaskUpdate, taskResponse } from './tasks.schemas';

const columns = pickColumns(tasks, taskResponse, taskIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(tasks) };

const byKey = eq(tasks.id, sql.placeholder('id'));

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(taskPolicy.list, (rows) =>
  pageReader({ from: tasks, columns, where: rows, includes: taskIncludes }),
);

const selectRow = within(taskPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(tasks).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: TaskKey, include: string[] = []) {
  const [task] = await selectRow(context, key);
  if (task) await loadIncludes(context, taskIncludes, include, [task]);
  return task;
}

/** What a body may refer to only if the caller may reach it. */
const references = [
  reference(projectPolicy.update, { projectId: projects.id }),
  reference(teammates, { assigneeId: users.id }),
];

const insertRow = within(taskPolicy.create, () => insertStatement(tasks, versioned));

export async function create(context: CallerContext, values: TaskCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, { ...values, createdBy: userOf(context), updatedBy: userOf(context) });
}

const updateRow = within(taskPolicy.update, (rows) =>
  updateStatement(tasks, and(byKey, rows), versioned),
);

/** Undefined when there is no such task, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: TaskKey,
  changes: TaskUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, { ...changes, updatedBy: userOf(context) }, versions);
}

const selectWritable = within(taskPolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(tasks)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: TaskKey) {
  return (await selectWritable(context, key)).length > 0;
}

const deleteRow = within(taskPolicy.delete, (rows) => deleteStatement(tasks, and(byKey, rows)));

/** False when there is no such task, or none in one of the given versions. */
export function remove(context: CallerContext, key: TaskKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
