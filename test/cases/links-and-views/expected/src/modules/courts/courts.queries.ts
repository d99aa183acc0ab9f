import { and, eq, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { courts } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { courtIncludes } from './courts.includes';
import { type CourtCreate, type CourtKey, type CourtUpdate, courtResponse } from './courts.schemas';

const columns = pickColumns(courts, courtResponse, courtIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(courts) };
const live = not(courts.isDeleted);
const byKey = and(
  eq(courts.branch, sql.placeholder('branch')),
  eq(courts.id, sql.placeholder('id')),
  live,
);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: courts, columns, where: live, includes: courtIncludes });

const selectRow = prepared(builder.select(versioned).from(courts).where(byKey));

export async function find(context: Context, key: CourtKey, include: string[] = []) {
  const [court] = await selectRow(context, key);
  if (court) await loadIncludes(context, courtIncludes, include, [court]);
  return court;
}

const insertRow = insertStatement(courts, versioned);

export function create(context: Context, values: CourtCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(courts, byKey, versioned);

/** Undefined when there is no such court, or none in one of the given versions. */
export function update(context: Context, key: CourtKey, changes: CourtUpdate, versions?: string[]) {
  return updateRow(context, key, changes, versions);
}

/** False when there is no such court, or none in one of the given versions. */
export async function remove(context: Context, key: CourtKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { isDeleted: true }, versions);
  return removed !== undefined;
}
