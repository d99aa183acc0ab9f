import { and, eq, isNull, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { customers } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { customerIncludes } from './customers.includes';
import {
  type CustomerCreate,
  type CustomerKey,
  type CustomerUpdate,
  customerResponse,
} from './customers.schemas';

const columns = pickColumns(customers, customerResponse, customerIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(customers) };
const live = isNull(customers.deletedAt);
const byKey = and(eq(customers.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({
  from: customers,
  columns,
  where: live,
  includes: customerIncludes,
});

const selectRow = prepared(builder.select(versioned).from(customers).where(byKey));

export async function find(context: Context, key: CustomerKey, include: string[] = []) {
  const [customer] = await selectRow(context, key);
  if (customer) await loadIncludes(context, customerIncludes, include, [customer]);
  return customer;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = holder(customers, not(live));

const insertRow = insertStatement(customers, versioned);

export function create(context: Context, values: CustomerCreate) {
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = updateStatement(customers, byKey, versioned);

/** Undefined when there is no such customer, or none in one of the given versions. */
export function update(
  context: Context,
  key: CustomerKey,
  changes: CustomerUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

/** False when there is no such customer, or none in one of the given versions. */
export async function remove(context: Context, key: CustomerKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
