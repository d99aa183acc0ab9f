import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { labels } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { labelIncludes } from './labels.includes';
import { type LabelCreate, type LabelKey, type LabelUpdate, labelResponse } from './labels.schemas';

const columns = {
  ...pickColumns(labels, labelResponse, labelIncludes),
  _version: rowVersion(labels),
};

const byKey = eq(labels.id, sql.placeholder('id'));

/** The statements of labels, prepared once. Inside a transaction, make them with the transaction. */
export function labelQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(labels).where(byKey));
  const insert = insertStatement(db, labels, columns);
  const update = updateStatement(db, labels, byKey, columns);
  const updateVersion = updateStatement(db, labels, and(byKey, hasVersion(labels)), columns);
  const remove = deleteStatement(db, labels, byKey);
  const removeVersion = deleteStatement(db, labels, and(byKey, hasVersion(labels)));

  return {
    list: pageReader(db, { from: labels, columns, includes: labelIncludes }),

    find: async (key: LabelKey, include: string[] = []) => {
      const [label] = await select.execute(key);
      if (label) await loadIncludes(db, labelIncludes, include, [label]);
      return label;
    },

    create: (values: LabelCreate) => insert(values),

    /** Undefined when there is no such label, or none in one of the given versions. */
    update: (key: LabelKey, changes: LabelUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such label, or none in one of the given versions. */
    remove: (key: LabelKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
