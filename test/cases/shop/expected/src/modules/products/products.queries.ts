import { and, eq, isNull, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { products } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { productIncludes } from './products.includes';
import {
  type ProductCreate,
  type ProductKey,
  type ProductUpdate,
  productResponse,
} from './products.schemas';

const columns = pickColumns(products, productResponse, productIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(products) };
const live = isNull(products.deletedAt);
const byKey = and(eq(products.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: products, columns, where: live, includes: productIncludes });

const selectRow = prepared(builder.select(versioned).from(products).where(byKey));

export async function find(context: Context, key: ProductKey, include: string[] = []) {
  const [product] = await selectRow(context, key);
  if (product) await loadIncludes(context, productIncludes, include, [product]);
  return product;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = holder(products, not(live));

const insertRow = insertStatement(products, versioned);

export function create(context: Context, values: ProductCreate) {
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = updateStatement(products, byKey, versioned);

/** Undefined when there is no such product, or none in one of the given versions. */
export function update(
  context: Context,
  key: ProductKey,
  changes: ProductUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

/** False when there is no such product, or none in one of the given versions. */
export async function remove(context: Context, key: ProductKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
