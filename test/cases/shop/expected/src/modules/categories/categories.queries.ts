import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { categories } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { categoryIncludes } from './categories.includes';
import {
  type CategoryCreate,
  type CategoryKey,
  type CategoryUpdate,
  categoryResponse,
} from './categories.schemas';

const columns = pickColumns(categories, categoryResponse, categoryIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(categories) };

const byKey = eq(categories.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: categories, columns, includes: categoryIncludes });

const selectRow = prepared(builder.select(versioned).from(categories).where(byKey));

export async function find(context: Context, key: CategoryKey, include: string[] = []) {
  const [category] = await selectRow(context, key);
  if (category) await loadIncludes(context, categoryIncludes, include, [category]);
  return category;
}

const insertRow = insertStatement(categories, versioned);

export function create(context: Context, values: CategoryCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(categories, byKey, versioned);

/** Undefined when there is no such category, or none in one of the given versions. */
export function update(
  context: Context,
  key: CategoryKey,
  changes: CategoryUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(categories, byKey);

/** False when there is no such category, or none in one of the given versions. */
export function remove(context: Context, key: CategoryKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
