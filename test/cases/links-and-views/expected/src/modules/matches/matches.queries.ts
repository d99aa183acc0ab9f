import { eq, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { matches, teams } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { matchIncludes } from './matches.includes';
import {
  type MatchCreate,
  type MatchKey,
  type MatchUpdate,
  matchResponse,
} from './matches.schemas';

const columns = pickColumns(matches, matchResponse, matchIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(matches) };

const byKey = eq(matches.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: matches, columns, includes: matchIncludes });

const selectRow = prepared(builder.select(versioned).from(matches).where(byKey));

export async function find(context: Context, key: MatchKey, include: string[] = []) {
  const [match] = await selectRow(context, key);
  if (match) await loadIncludes(context, matchIncludes, include, [match]);
  return match;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ homeTeamId: teams.id }, not(teams.isDeleted)),
  reference({ awayTeamId: teams.id }, not(teams.isDeleted)),
];

const insertRow = insertStatement(matches, versioned);

export async function create(context: Context, values: MatchCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(matches, byKey, versioned);

/** Undefined when there is no such match, or none in one of the given versions. */
export async function update(
  context: Context,
  key: MatchKey,
  changes: MatchUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(matches, byKey);

/** False when there is no such match, or none in one of the given versions. */
export function remove(context: Context, key: MatchKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
