import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { column as columnTable } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { columnIncludes } from './columns.includes';
import {
  type ColumnCreate,
  type ColumnKey,
  type ColumnUpdate,
  columnResponse,
} from './columns.schemas';

const columns = {
  ...pickColumns(columnTable, columnResponse, columnIncludes),
  _version: rowVersion(columnTable),
};

const byKey = eq(columnTable.check, sql.placeholder('check'));

/** The statements of columns, prepared once. Inside a transaction, make them with the transaction. */
export function columnQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(columnTable).where(byKey));
  const insert = insertStatement(db, columnTable, columns);
  const update = updateStatement(db, columnTable, byKey, columns);
  const updateVersion = updateStatement(
    db,
    columnTable,
    and(byKey, hasVersion(columnTable)),
    columns,
  );
  const remove = deleteStatement(db, columnTable, byKey);
  const removeVersion = deleteStatement(db, columnTable, and(byKey, hasVersion(columnTable)));

  return {
    list: pageReader(db, { from: columnTable, columns, includes: columnIncludes }),

    find: async (key: ColumnKey, include: string[] = []) => {
      const [columnRow] = await select.execute(key);
      if (columnRow) await loadIncludes(db, columnIncludes, include, [columnRow]);
      return columnRow;
    },

    create: (values: ColumnCreate) => insert(values),

    /** Undefined when there is no such column, or none in one of the given versions. */
    update: (key: ColumnKey, changes: ColumnUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such column, or none in one of the given versions. */
    remove: (key: ColumnKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
