import type { Column, ForeignKey, Table } from '../../../schema/table.ts';
import { splitWords } from '../../../words.ts';
import { referenceName } from '../../names.ts';

/** A column of a table that holds the key of a row of another. */
export interface Reference {
  column: Column;
  /** None where only the column's name and type say so. */
  foreignKey: ForeignKey | null;
}

/** `created_by_id` -> `created by`: what a row refers to, as words. */
export function referenceWords(column: Pick<Column, 'key'>): string {
  return splitWords(referenceName(column.key)).join(' ');
}

/** Whether a column's name says that it holds an id: `user_id`, `created_by`. */
export function saysReference({ key }: Pick<Column, 'key'>): boolean {
  return /^(id|uuid|by|fk)$/.test(splitWords(key).at(-1) ?? '');
}

/** Foreign keys of one column, but for those that lead to the table itself. */
export function singleKeys(table: Table): ForeignKey[] {
  return table.foreignKeys.filter(
    ({ columns, targetTable }) => columns.length === 1 && targetTable !== table.id,
  );
}

/** The columns of a table that a foreign key leads from to the key of another. */
export function referencesTo(table: Table, target: Table, key: string): Reference[] {
  return table.foreignKeys
    .filter(
      ({ columns, targetTable, targetColumns }) =>
        columns.length === 1 && targetTable === target.id && targetColumns[0] === key,
    )
    .flatMap((foreignKey) => {
      const column = columnOf(table, foreignKey.columns[0]);
      return column && table.id !== target.id ? [{ column, foreignKey }] : [];
    });
}

/** Columns that no foreign key leads from, but which can hold the key of another table. */
export function looseColumns(table: Table, key: Column): Column[] {
  return columnsBut(table, key, table.foreignKeys);
}

/** The same with those that only lead somewhere together with others: `org_id` of `(org_id, order_id)` may hold an organization. */
export function sharedColumns(table: Table, key: Column): Column[] {
  return columnsBut(
    table,
    key,
    table.foreignKeys.filter(({ columns }) => columns.length === 1),
  );
}

function columnsBut(table: Table, key: Column, foreignKeys: readonly ForeignKey[]): Column[] {
  // A key that the row has for itself alone refers to nothing.
  const own = table.primaryKey.length === 1 ? table.primaryKey : [];
  const bound = new Set([...own, ...foreignKeys.flatMap(({ columns }) => columns)]);
  return table.columns.filter(
    (column) =>
      !bound.has(column.key) &&
      column.kind === key.kind &&
      column.jsType === key.jsType &&
      column.arrayDimensions === 0,
  );
}

/** The column of a table that has this key. */
export function columnOf(table: Table, key: string | undefined): Column | undefined {
  return table.columns.find((column) => column.key === key);
}
