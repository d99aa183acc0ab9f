import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { column as columnTable } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { columnIncludes } from './columns.includes';
import {
  type ColumnCreate,
  type ColumnKey,
  type ColumnUpdate,
  columnResponse,
} from './columns.schemas';

const columns = pickColumns(columnTable, columnResponse, columnIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(columnTable) };

const byKey = eq(columnTable.check, sql.placeholder('check'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: columnTable, columns, includes: columnIncludes });

const selectRow = prepared(builder.select(versioned).from(columnTable).where(byKey));

export async function find(context: Context, key: ColumnKey, include: string[] = []) {
  const [columnRow] = await selectRow(context, key);
  if (columnRow) await loadIncludes(context, columnIncludes, include, [columnRow]);
  return columnRow;
}

const insertRow = insertStatement(columnTable, versioned);

export function create(context: Context, values: ColumnCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(columnTable, byKey, versioned);

/** Undefined when there is no such column, or none in one of the given versions. */
export function update(
  context: Context,
  key: ColumnKey,
  changes: ColumnUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(columnTable, byKey);

/** False when there is no such column, or none in one of the given versions. */
export function remove(context: Context, key: ColumnKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
