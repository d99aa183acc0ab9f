import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { customers, orders } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { orderIncludes } from './orders.includes';
import { type OrderCreate, type OrderKey, type OrderUpdate, orderResponse } from './orders.schemas';

const columns = pickColumns(orders, orderResponse, orderIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(orders) };

const byKey = eq(orders.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: orders, columns, includes: orderIncludes });

const selectRow = prepared(builder.select(versioned).from(orders).where(byKey));

export async function find(context: Context, key: OrderKey, include: string[] = []) {
  const [orderRow] = await selectRow(context, key);
  if (orderRow) await loadIncludes(context, orderIncludes, include, [orderRow]);
  return orderRow;
}

/** What a body may refer to only if it is not deleted. */
const references = [reference({ customerId: customers.id }, isNull(customers.deletedAt))];

const insertRow = insertStatement(orders, versioned);

export async function create(context: Context, values: OrderCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(orders, byKey, versioned);

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

const deleteRow = deleteStatement(orders, byKey);

/** False when there is no such order, or none in one of the given versions. */
export function remove(context: Context, key: OrderKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
