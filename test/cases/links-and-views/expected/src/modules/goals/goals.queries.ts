import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { goals } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { goalIncludes } from './goals.includes';
import { type GoalCreate, type GoalKey, type GoalUpdate, goalResponse } from './goals.schemas';

const columns = { ...pickColumns(goals, goalResponse), _version: rowVersion(goals) };

const byKey = and(
  eq(goals.matchId, sql.placeholder('matchId')),
  eq(goals.second, sql.placeholder('second')),
);

/** The statements of goals, prepared once. Inside a transaction, make them with the transaction. */
export function goalQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(goals).where(byKey));
  const insert = insertStatement(db, goals, columns);
  const update = updateStatement(db, goals, byKey, columns);
  const updateVersion = updateStatement(db, goals, and(byKey, hasVersion(goals)), columns);
  const remove = deleteStatement(db, goals, byKey);
  const removeVersion = deleteStatement(db, goals, and(byKey, hasVersion(goals)));

  return {
    list: pageReader(db, { from: goals, columns, includes: goalIncludes }),

    find: async (key: GoalKey, include: string[] = []) => {
      const [goal] = await select.execute(key);
      if (goal) await loadIncludes(db, goalIncludes, include, [goal]);
      return goal;
    },

    create: (values: GoalCreate) => insert(values),

    /** Undefined when there is no such goal, or none in one of the given versions. */
    update: (key: GoalKey, changes: GoalUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such goal, or none in one of the given versions. */
    remove: (key: GoalKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
