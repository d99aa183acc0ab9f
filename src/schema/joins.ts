import type { Table } from './table.ts';

/** Whether a row is known by the rows that it joins: its primary key is made of two or more columns that refer to others. */
export function isKeyedByReferences({
  primaryKey,
  foreignKeys,
}: Pick<Table, 'primaryKey' | 'foreignKeys'>): boolean {
  const linking = new Set(foreignKeys.flatMap(({ columns }) => columns));
  return primaryKey.length > 1 && primaryKey.every((key) => linking.has(key));
}
