import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { addresses, customers } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { addressIncludes } from './addresses.includes';
import {
  type AddressCreate,
  type AddressKey,
  type AddressUpdate,
  addressResponse,
} from './addresses.schemas';

const columns = pickColumns(addresses, addressResponse, addressIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(addresses) };

const byKey = eq(addresses.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: addresses, columns, includes: addressIncludes });

const selectRow = prepared(builder.select(versioned).from(addresses).where(byKey));

export async function find(context: Context, key: AddressKey, include: string[] = []) {
  const [address] = await selectRow(context, key);
  if (address) await loadIncludes(context, addressIncludes, include, [address]);
  return address;
}

/** What a body may refer to only if it is not deleted. */
const references = [reference({ customerId: customers.id }, isNull(customers.deletedAt))];

const insertRow = insertStatement(addresses, versioned);

export async function create(context: Context, values: AddressCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(addresses, byKey, versioned);

/** Undefined when there is no such address, or none in one of the given versions. */
export async function update(
  context: Context,
  key: AddressKey,
  changes: AddressUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(addresses, byKey);

/** False when there is no such address, or none in one of the given versions. */
export function remove(context: Context, key: AddressKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
