import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { goals } from '../../db/schema';
import { insertStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { goalIncludes } from './goals.includes';
import { type GoalCreate, type GoalKey, goalResponse } from './goals.schemas';

const columns = { ...pickColumns(goals, goalResponse, goalIncludes), _version: rowVersion(goals) };

const byKey = and(
  eq(goals.matchId, sql.placeholder('matchId')),
  eq(goals.second, sql.placeholder('second')),
);

/** The statements of goals, prepared once. Inside a transaction, make them with the transaction. */
export function goalQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(goals).where(byKey));
  const insert = insertStatement(db, goals, columns);

  return {
    list: pageReader(db, { from: goals, columns, includes: goalIncludes }),

    find: async (key: GoalKey, include: string[] = []) => {
      const [goal] = await select.execute(key);
      if (goal) await loadIncludes(db, goalIncludes, include, [goal]);
      return goal;
    },

    create: (values: GoalCreate) => insert(values),
  };
}
