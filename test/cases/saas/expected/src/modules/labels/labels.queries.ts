import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { labels, organizations } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { labelIncludes } from './labels.includes';
import { type LabelCreate, type LabelKey, type LabelUpdate, labelResponse } from './labels.schemas';

const columns = pickColumns(labels, labelResponse, labelIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(labels) };

const byKey = eq(labels.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: labels, columns, includes: labelIncludes });

const selectRow = prepared(builder.select(versioned).from(labels).where(byKey));

export async function find(context: Context, key: LabelKey, include: string[] = []) {
  const [label] = await selectRow(context, key);
  if (label) await loadIncludes(context, labelIncludes, include, [label]);
  return label;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ organizationId: organizations.id }, isNull(organizations.deletedAt)),
];

const insertRow = insertStatement(labels, versioned);

export async function create(context: Context, values: LabelCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(labels, byKey, versioned);

/** Undefined when there is no such label, or none in one of the given versions. */
export async function update(
  context: Context,
  key: LabelKey,
  changes: LabelUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(labels, byKey);

/** False when there is no such label, or none in one of the given versions. */
export function remove(context: Context, key: LabelKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
