import { member, propertyName } from '../code.ts';
import type { ForeignKey } from '../schema/table.ts';
import type { TableModel } from './service.ts';

/** A column that refers to one of another table. */
export interface KeyPair {
  table: TableModel;
  key: string;
  target: TableModel | undefined;
  targetKey: string;
}

/**
 * Source text of a key of another row, as a value of the column that refers to it: where that has a `$type` which the other has not
 * (`$type<TaskId>()` of a task whose `id` is any text), or where it has to hold a value and the other (a unique one that is not the key)
 * may be empty, TypeScript has to be told.
 *
 * @param as the type that it is told
 */
export function keyValue(
  text: string,
  { table, key, target, targetKey }: KeyPair,
  as = 'never',
): string {
  const isNarrower = table.typed.includes(key) && target?.typed.includes(targetKey) === false;
  const isFilled =
    column(table, key)?.notNull === true && column(target, targetKey)?.notNull === false;
  return isNarrower || isFilled ? `${text} as ${as}` : text;
}

const column = (table: TableModel | undefined, key: string) =>
  table?.columns.find((c) => c.key === key);

/** What refers to a row, and by which key. */
export interface Referrer {
  table: TableModel;
  foreignKey: ForeignKey | undefined;
}

/** The key of a row that code has, as a value of the column that refers to it. */
export function rowKey(row: string, target: TableModel, { table, foreignKey }: Referrer): string {
  const [key = '', targetKey = ''] = [foreignKey?.columns[0], foreignKey?.targetColumns[0]];
  return keyValue(member(row, targetKey), { table, key, target, targetKey });
}

/** The column that refers to a row that code has, with its value. */
export function keyEntry(row: string, target: TableModel, referrer: Referrer): string {
  const property = propertyName(referrer.foreignKey?.columns[0] ?? '');
  return `${property}: ${rowKey(row, target, referrer)}`;
}
