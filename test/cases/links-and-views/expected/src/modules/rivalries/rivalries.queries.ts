import { and, eq, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { rivalries, teams } from '../../db/schema';
import { deleteStatement, insertStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { rivalryIncludes } from './rivalries.includes';
import { type RivalryCreate, type RivalryKey, rivalryResponse } from './rivalries.schemas';

const columns = pickColumns(rivalries, rivalryResponse, rivalryIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(rivalries) };

const byKey = and(
  eq(rivalries.teamId, sql.placeholder('teamId')),
  eq(rivalries.rivalId, sql.placeholder('rivalId')),
);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: rivalries, columns, includes: rivalryIncludes });

const selectRow = prepared(builder.select(versioned).from(rivalries).where(byKey));

export async function find(context: Context, key: RivalryKey, include: string[] = []) {
  const [rivalry] = await selectRow(context, key);
  if (rivalry) await loadIncludes(context, rivalryIncludes, include, [rivalry]);
  return rivalry;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ teamId: teams.id }, not(teams.isDeleted)),
  reference({ rivalId: teams.id }, not(teams.isDeleted)),
];

const insertRow = insertStatement(rivalries, versioned);

export async function create(context: Context, values: RivalryCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const deleteRow = deleteStatement(rivalries, byKey);

/** False when there is no such rivalry, or none in one of the given versions. */
export function remove(context: Context, key: RivalryKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
