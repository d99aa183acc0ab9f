import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { apiKeys, organizations } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { apiKeyIncludes } from './api-keys.includes';
import {
  type ApiKeyCreate,
  type ApiKeyKey,
  type ApiKeyUpdate,
  apiKeyResponse,
} from './api-keys.schemas';

const columns = pickColumns(apiKeys, apiKeyResponse, apiKeyIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(apiKeys) };

const byKey = eq(apiKeys.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: apiKeys, columns, includes: apiKeyIncludes });

const selectRow = prepared(builder.select(versioned).from(apiKeys).where(byKey));

export async function find(context: Context, key: ApiKeyKey, include: string[] = []) {
  const [apiKey] = await selectRow(context, key);
  if (apiKey) await loadIncludes(context, apiKeyIncludes, include, [apiKey]);
  return apiKey;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ organizationId: organizations.id }, isNull(organizations.deletedAt)),
];

const insertRow = insertStatement(apiKeys, versioned);

export async function create(context: Context, values: ApiKeyCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(apiKeys, byKey, versioned);

/** Undefined when there is no such api key, or none in one of the given versions. */
export async function update(
  context: Context,
  key: ApiKeyKey,
  changes: ApiKeyUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(apiKeys, byKey);

/** False when there is no such api key, or none in one of the given versions. */
export function remove(context: Context, key: ApiKeyKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
