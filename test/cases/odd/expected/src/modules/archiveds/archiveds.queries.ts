import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { archived } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { archivedIncludes } from './archiveds.includes';
import {
  type ArchivedCreate,
  type ArchivedKey,
  type ArchivedUpdate,
  archivedResponse,
} from './archiveds.schemas';

const columns = pickColumns(archived, archivedResponse, archivedIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(archived) };

const byKey = eq(archived.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: archived, columns, includes: archivedIncludes });

const selectRow = prepared(builder.select(versioned).from(archived).where(byKey));

export async function find(context: Context, key: ArchivedKey, include: string[] = []) {
  const [archivedRow] = await selectRow(context, key);
  if (archivedRow) await loadIncludes(context, archivedIncludes, include, [archivedRow]);
  return archivedRow;
}

const insertRow = insertStatement(archived, versioned);

export function create(context: Context, values: ArchivedCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(archived, byKey, versioned);

/** Undefined when there is no such archived, or none in one of the given versions. */
export function update(
  context: Context,
  key: ArchivedKey,
  changes: ArchivedUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(archived, byKey);

/** False when there is no such archived, or none in one of the given versions. */
export function remove(context: Context, key: ArchivedKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
