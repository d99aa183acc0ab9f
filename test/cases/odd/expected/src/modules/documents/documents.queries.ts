import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { documents } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { documentIncludes } from './documents.includes';
import {
  type DocumentCreate,
  type DocumentKey,
  type DocumentUpdate,
  documentResponse,
} from './documents.schemas';

const columns = {
  ...pickColumns(documents, documentResponse, documentIncludes),
  _version: rowVersion(documents),
};

const byKey = eq(documents.id, sql.placeholder('id'));

/** The statements of documents, prepared once. Inside a transaction, make them with the transaction. */
export function documentQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(documents).where(byKey));
  const insert = insertStatement(db, documents, columns);
  const update = updateStatement(db, documents, byKey, columns);
  const updateVersion = updateStatement(db, documents, and(byKey, hasVersion(documents)), columns);
  const remove = deleteStatement(db, documents, byKey);
  const removeVersion = deleteStatement(db, documents, and(byKey, hasVersion(documents)));

  return {
    list: pageReader(db, { from: documents, columns, includes: documentIncludes }),

    find: async (key: DocumentKey, include: string[] = []) => {
      const [document] = await select.execute(key);
      if (document) await loadIncludes(db, documentIncludes, include, [document]);
      return document;
    },

    create: (values: DocumentCreate) => insert(values),

    /** Undefined when there is no such document, or none in one of the given versions. */
    update: (key: DocumentKey, changes: DocumentUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such document, or none in one of the given versions. */
    remove: (key: DocumentKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
