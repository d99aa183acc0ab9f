import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { collections } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { collectionIncludes } from './collections.includes';
import {
  type CollectionCreate,
  type CollectionKey,
  type CollectionUpdate,
  collectionResponse,
} from './collections.schemas';

const columns = pickColumns(collections, collectionResponse, collectionIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(collections) };

const byKey = eq(collections.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: collections, columns, includes: collectionIncludes });

const selectRow = prepared(builder.select(versioned).from(collections).where(byKey));

export async function find(context: Context, key: CollectionKey, include: string[] = []) {
  const [collection] = await selectRow(context, key);
  if (collection) await loadIncludes(context, collectionIncludes, include, [collection]);
  return collection;
}

const insertRow = insertStatement(collections, versioned);

export function create(context: Context, values: CollectionCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(collections, byKey, versioned);

/** Undefined when there is no such collection, or none in one of the given versions. */
export function update(
  context: Context,
  key: CollectionKey,
  changes: CollectionUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(collections, byKey);

/** False when there is no such collection, or none in one of the given versions. */
export function remove(context: Context, key: CollectionKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
