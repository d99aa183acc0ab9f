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
 * (`$type<TaskId>()` of a task whose `id` is any text), TypeScript has to be told.
 *
 * @param as the type that it is told
 */
export function keyValue(
  text: string,
  { table, key, target, targetKey }: KeyPair,
  as = 'never',
): string {
  const isNarrower = table.typed.includes(key) && target?.typed.includes(targetKey) === false;
  return isNarrower ? `${text} as ${as}` : text;
}

/** A column of a join table's row, with the key of a row that the test has. */
export function keyEntry(
  row: string,
  target: TableModel,
  { link, foreignKey }: { link: TableModel; foreignKey: ForeignKey | undefined },
): string {
  const [key = '', targetKey = ''] = [foreignKey?.columns[0], foreignKey?.targetColumns[0]];
  const value = keyValue(member(row, targetKey), { table: link, key, target, targetKey });
  return `${propertyName(key)}: ${value}`;
}
