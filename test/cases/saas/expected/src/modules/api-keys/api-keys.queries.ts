import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { apiKeys } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { apiKeyIncludes } from './api-keys.includes';
import {
  type ApiKeyCreate,
  type ApiKeyKey,
  type ApiKeyUpdate,
  apiKeyResponse,
} from './api-keys.schemas';

const columns = {
  ...pickColumns(apiKeys, apiKeyResponse, apiKeyIncludes),
  _version: rowVersion(apiKeys),
};

const byKey = eq(apiKeys.id, sql.placeholder('id'));

/** The statements of api keys, prepared once. Inside a transaction, make them with the transaction. */
export function apiKeyQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(apiKeys).where(byKey));
  const insert = insertStatement(db, apiKeys, columns);
  const update = updateStatement(db, apiKeys, byKey, columns);
  const updateVersion = updateStatement(db, apiKeys, and(byKey, hasVersion(apiKeys)), columns);
  const remove = deleteStatement(db, apiKeys, byKey);
  const removeVersion = deleteStatement(db, apiKeys, and(byKey, hasVersion(apiKeys)));

  return {
    list: pageReader(db, { from: apiKeys, columns, includes: apiKeyIncludes }),

    find: async (key: ApiKeyKey, include: string[] = []) => {
      const [apiKey] = await select.execute(key);
      if (apiKey) await loadIncludes(db, apiKeyIncludes, include, [apiKey]);
      return apiKey;
    },

    create: (values: ApiKeyCreate) => insert(values),

    /** Undefined when there is no such api key, or none in one of the given versions. */
    update: (key: ApiKeyKey, changes: ApiKeyUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such api key, or none in one of the given versions. */
    remove: (key: ApiKeyKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
