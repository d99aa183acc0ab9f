import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { collections } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { collectionIncludes } from './collections.includes';
import {
  type CollectionCreate,
  type CollectionKey,
  type CollectionUpdate,
  collectionResponse,
} from './collections.schemas';

const columns = {
  ...pickColumns(collections, collectionResponse, collectionIncludes),
  _version: rowVersion(collections),
};

const byKey = eq(collections.id, sql.placeholder('id'));

/** The statements of collections, prepared once. Inside a transaction, make them with the transaction. */
export function collectionQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(collections).where(byKey));
  const insert = insertStatement(db, collections, columns);
  const update = updateStatement(db, collections, byKey, columns);
  const updateVersion = updateStatement(
    db,
    collections,
    and(byKey, hasVersion(collections)),
    columns,
  );
  const remove = deleteStatement(db, collections, byKey);
  const removeVersion = deleteStatement(db, collections, and(byKey, hasVersion(collections)));

  return {
    list: pageReader(db, { from: collections, columns, includes: collectionIncludes }),

    find: async (key: CollectionKey, include: string[] = []) => {
      const [collection] = await select.execute(key);
      if (collection) await loadIncludes(db, collectionIncludes, include, [collection]);
      return collection;
    },

    create: (values: CollectionCreate) => insert(values),

    /** Undefined when there is no such collection, or none in one of the given versions. */
    update: (key: CollectionKey, changes: CollectionUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such collection, or none in one of the given versions. */
    remove: (key: CollectionKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
