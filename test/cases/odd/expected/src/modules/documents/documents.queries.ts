import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { documents } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { documentIncludes } from './documents.includes';
import {
  type DocumentCreate,
  type DocumentKey,
  type DocumentUpdate,
  documentResponse,
} from './documents.schemas';

const columns = pickColumns(documents, documentResponse, documentIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(documents) };

const byKey = eq(documents.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: documents, columns, includes: documentIncludes });

const selectRow = prepared(builder.select(versioned).from(documents).where(byKey));

export async function find(context: Context, key: DocumentKey, include: string[] = []) {
  const [document] = await selectRow(context, key);
  if (document) await loadIncludes(context, documentIncludes, include, [document]);
  return document;
}

const insertRow = insertStatement(documents, versioned);

export function create(context: Context, values: DocumentCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(documents, byKey, versioned);

/** Undefined when there is no such document, or none in one of the given versions. */
export function update(
  context: Context,
  key: DocumentKey,
  changes: DocumentUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(documents, byKey);

/** False when there is no such document, or none in one of the given versions. */
export function remove(context: Context, key: DocumentKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
