import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { readings } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { readingIncludes } from './readings.includes';
import {
  type ReadingCreate,
  type ReadingKey,
  type ReadingUpdate,
  readingResponse,
} from './readings.schemas';

const columns = pickColumns(readings, readingResponse, readingIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(readings) };

const byKey = eq(readings.at, sql.placeholder('at'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: readings, columns, includes: readingIncludes });

const selectRow = prepared(builder.select(versioned).from(readings).where(byKey));

export async function find(context: Context, key: ReadingKey, include: string[] = []) {
  const [reading] = await selectRow(context, key);
  if (reading) await loadIncludes(context, readingIncludes, include, [reading]);
  return reading;
}

const insertRow = insertStatement(readings, versioned);

export function create(context: Context, values: ReadingCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(readings, byKey, versioned);

/** Undefined when there is no such reading, or none in one of the given versions. */
export function update(
  context: Context,
  key: ReadingKey,
  changes: ReadingUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(readings, byKey);

/** False when there is no such reading, or none in one of the given versions. */
export function remove(context: Context, key: ReadingKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
