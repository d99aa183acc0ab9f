import { type Column, getTableName, type Table } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import type { Notice, Schema } from '../table.ts';
import { type RenderSql, sqlRenderer } from './sql.ts';

/** What every part of the reader shares: names under the chosen casing, ids of tables, notices. */
export interface Context {
  /** Name in the database of a column. */
  columnName: (column: Column) => string;
  /** `Table.id` of a table object; of a second object for the same table, the id that they share. */
  tableId: (table: Table) => string;
  render: RenderSql;
  notice: (subject: string | null, message: string) => void;
}

/** A fresh context that collects its notices into `notices`. */
export function createContext(casing: Schema['casing'], notices: Notice[]): Context {
  const names = new CasingCache(casing ?? undefined);
  return {
    columnName: (column) => names.getColumnCasing(column),
    tableId: (table) => `${tableSchema(table) ?? 'public'}.${getTableName(table)}`,
    render: sqlRenderer(casing),
    notice: (subject, message) => notices.push({ subject, message }),
  };
}

// drizzle-orm keeps these behind symbols that are the same in every installed copy.
const symbol = (name: string) => Symbol.for(`drizzle:${name}`);

/** The table's columns by key. */
export const tableColumns = (table: object): Record<string, Column> =>
  ((table as Record<symbol, unknown>)[symbol('Columns')] ?? {}) as Record<string, Column>;

/** The `pgSchema` of a table, or null for the default one. */
export const tableSchema = (table: object): string | null =>
  ((table as Record<symbol, unknown>)[symbol('Schema')] ?? null) as string | null;

/** The name that was given to a table creator before it added its prefix. */
export const tableBaseName = (table: object): string =>
  (table as Record<symbol, unknown>)[symbol('BaseName')] as string;

/**
 * The table's own keys for columns met elsewhere. Columns inside constraints are other objects than the table's, whose
 * `getSQLType()` recurses without end: only their name can be trusted.
 */
export function columnKeys(table: object, columns: readonly { name: string }[]): string[] {
  const own = Object.entries(tableColumns(table));
  return columns.map((column) => {
    const found =
      own.find(([, candidate]) => candidate === column) ??
      own.find(([, { name }]) => name === column.name);
    if (!found) throw new Error(`column ${column.name} is not in the table`);
    return found[0];
  });
}
