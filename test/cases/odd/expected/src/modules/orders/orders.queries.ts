import { and, eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { order as orderTable, user } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { orderIncludes } from './orders.includes';
import { type OrderCreate, type OrderKey, type OrderUpdate, orderResponse } from './orders.schemas';

const columns = pickColumns(orderTable, orderResponse, orderIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(orderTable) };

const byKey = and(
  eq(orderTable.userId, sql.placeholder('userId')),
  eq(orderTable.placedAt, sql.placeholder('placedAt')),
);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: orderTable, columns, includes: orderIncludes });

const selectRow = prepared(builder.select(versioned).from(orderTable).where(byKey));

export async function find(context: Context, key: OrderKey, include: string[] = []) {
  const [orderRow] = await selectRow(context, key);
  if (orderRow) await loadIncludes(context, orderIncludes, include, [orderRow]);
  return orderRow;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ createdBy: user.id }, isNull(user.deletedAt)),
  reference({ approvedBy: user.id }, isNull(user.deletedAt)),
  reference({ userId: user.id }, isNull(user.deletedAt)),
];

const insertRow = insertStatement(orderTable, versioned);

export async function create(context: Context, values: OrderCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(orderTable, byKey, versioned);

/** Undefined when there is no such order, or none in one of the given versions. */
export async function update(
  context: Context,
  key: OrderKey,
  changes: OrderUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(orderTable, byKey);

/** False when there is no such order, or none in one of the given versions. */
export function remove(context: Context, key: OrderKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
