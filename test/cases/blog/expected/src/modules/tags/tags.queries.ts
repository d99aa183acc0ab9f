import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { tags } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { tagIncludes } from './tags.includes';
import { type TagCreate, type TagKey, type TagUpdate, tagResponse } from './tags.schemas';

const columns = pickColumns(tags, tagResponse, tagIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(tags) };

const byKey = eq(tags.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: tags, columns, includes: tagIncludes });

const selectRow = prepared(builder.select(versioned).from(tags).where(byKey));

export async function find(context: Context, key: TagKey, include: string[] = []) {
  const [tag] = await selectRow(context, key);
  if (tag) await loadIncludes(context, tagIncludes, include, [tag]);
  return tag;
}

const insertRow = insertStatement(tags, versioned);

export function create(context: Context, values: TagCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(tags, byKey, versioned);

/** Undefined when there is no such tag, or none in one of the given versions. */
export function update(context: Context, key: TagKey, changes: TagUpdate, versions?: string[]) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(tags, byKey);

/** False when there is no such tag, or none in one of the given versions. */
export function remove(context: Context, key: TagKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
