import { and, eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { goals } from '../../db/schema';
import { insertStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { goalIncludes } from './goals.includes';
import { type GoalCreate, type GoalKey, goalResponse } from './goals.schemas';

const columns = pickColumns(goals, goalResponse, goalIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(goals) };

const byKey = and(
  eq(goals.matchId, sql.placeholder('matchId')),
  eq(goals.second, sql.placeholder('second')),
);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: goals, columns, includes: goalIncludes });

const selectRow = prepared(builder.select(versioned).from(goals).where(byKey));

export async function find(context: Context, key: GoalKey, include: string[] = []) {
  const [goal] = await selectRow(context, key);
  if (goal) await loadIncludes(context, goalIncludes, include, [goal]);
  return goal;
}

const insertRow = insertStatement(goals, versioned);

export function create(context: Context, values: GoalCreate) {
  return insertRow(context, values);
}
