import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { orderItems, products } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { orderItemIncludes } from './order-items.includes';
import {
  type OrderItemCreate,
  type OrderItemKey,
  type OrderItemUpdate,
  orderItemResponse,
} from './order-items.schemas';

const columns = pickColumns(orderItems, orderItemResponse, orderItemIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(orderItems) };

const byKey = eq(orderItems.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: orderItems, columns, includes: orderItemIncludes });

const selectRow = prepared(builder.select(versioned).from(orderItems).where(byKey));

export async function find(context: Context, key: OrderItemKey, include: string[] = []) {
  const [orderItem] = await selectRow(context, key);
  if (orderItem) await loadIncludes(context, orderItemIncludes, include, [orderItem]);
  return orderItem;
}

/** What a body may refer to only if it is not deleted. */
const references = [reference({ productId: products.id }, isNull(products.deletedAt))];

const insertRow = insertStatement(orderItems, versioned);

export async function create(context: Context, values: OrderItemCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(orderItems, byKey, versioned);

/** Undefined when there is no such order item, or none in one of the given versions. */
export async function update(
  context: Context,
  key: OrderItemKey,
  changes: OrderItemUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(orderItems, byKey);

/** False when there is no such order item, or none in one of the given versions. */
export function remove(context: Context, key: OrderItemKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
