import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { tasks } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { taskIncludes } from './tasks.includes';
import { type TaskCreate, type TaskKey, type TaskUpdate, taskResponse } from './tasks.schemas';

const columns = { ...pickColumns(tasks, taskResponse, taskIncludes), _version: rowVersion(tasks) };
const live = isNull(tasks.deletedAt);
const byKey = and(eq(tasks.id, sql.placeholder('id')), live);

/** The statements of tasks, prepared once. Inside a transaction, make them with the transaction. */
export function taskQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(tasks).where(byKey));
  const insert = insertStatement(db, tasks, columns);
  const update = updateStatement(db, tasks, byKey, columns);
  const updateVersion = updateStatement(db, tasks, and(byKey, hasVersion(tasks)), columns);

  return {
    list: pageReader(db, { from: tasks, columns, where: live, includes: taskIncludes }),

    find: async (key: TaskKey, include: string[] = []) => {
      const [task] = await select.execute(key);
      if (task) await loadIncludes(db, taskIncludes, include, [task]);
      return task;
    },

    create: (values: TaskCreate) => insert(values),

    /** Undefined when there is no such task, or none in one of the given versions. */
    update: (key: TaskKey, changes: TaskUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such task, or none in one of the given versions. */
    remove: async (key: TaskKey, versions?: string[]) => {
      // The row stays, for whatever refers to it; everything here reads as if it were gone.
      const mark = { deletedAt: new Date() };
      const removed = versions
        ? await updateVersion(mark, { ...key, ...expecting(versions) })
        : await update(mark, key);
      return removed !== undefined;
    },
  };
}
