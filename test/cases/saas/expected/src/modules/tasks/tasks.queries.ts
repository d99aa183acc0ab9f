import { and, eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { tasks } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { taskIncludes } from './tasks.includes';
import { type TaskCreate, type TaskKey, type TaskUpdate, taskResponse } from './tasks.schemas';

const columns = pickColumns(tasks, taskResponse, taskIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(tasks) };
const live = isNull(tasks.deletedAt);
const byKey = and(eq(tasks.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: tasks, columns, where: live, includes: taskIncludes });

const selectRow = prepared(builder.select(versioned).from(tasks).where(byKey));

export async function find(context: Context, key: TaskKey, include: string[] = []) {
  const [task] = await selectRow(context, key);
  if (task) await loadIncludes(context, taskIncludes, include, [task]);
  return task;
}

const insertRow = insertStatement(tasks, versioned);

export function create(context: Context, values: TaskCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(tasks, byKey, versioned);

/** Undefined when there is no such task, or none in one of the given versions. */
export function update(context: Context, key: TaskKey, changes: TaskUpdate, versions?: string[]) {
  return updateRow(context, key, changes, versions);
}

/** False when there is no such task, or none in one of the given versions. */
export async function remove(context: Context, key: TaskKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
