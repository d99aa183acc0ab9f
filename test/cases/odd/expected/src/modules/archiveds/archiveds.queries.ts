import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { archived } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { archivedIncludes } from './archiveds.includes';
import {
  type ArchivedCreate,
  type ArchivedKey,
  type ArchivedUpdate,
  archivedResponse,
} from './archiveds.schemas';

const columns = {
  ...pickColumns(archived, archivedResponse, archivedIncludes),
  _version: rowVersion(archived),
};

const byKey = eq(archived.id, sql.placeholder('id'));

/** The statements of archiveds, prepared once. Inside a transaction, make them with the transaction. */
export function archivedQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(archived).where(byKey));
  const insert = insertStatement(db, archived, columns);
  const update = updateStatement(db, archived, byKey, columns);
  const updateVersion = updateStatement(db, archived, and(byKey, hasVersion(archived)), columns);
  const remove = deleteStatement(db, archived, byKey);
  const removeVersion = deleteStatement(db, archived, and(byKey, hasVersion(archived)));

  return {
    list: pageReader(db, { from: archived, columns, includes: archivedIncludes }),

    find: async (key: ArchivedKey, include: string[] = []) => {
      const [archivedRow] = await select.execute(key);
      if (archivedRow) await loadIncludes(db, archivedIncludes, include, [archivedRow]);
      return archivedRow;
    },

    create: (values: ArchivedCreate) => insert(values),

    /** Undefined when there is no such archived, or none in one of the given versions. */
    update: (key: ArchivedKey, changes: ArchivedUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such archived, or none in one of the given versions. */
    remove: (key: ArchivedKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
