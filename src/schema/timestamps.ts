import type { Column } from './table.ts';

const CREATED = /^(created|inserted|added)(at|on|date|time)?$|^(date|time)created$/;
const UPDATED =
  /^(updated|modified|changed)(at|on|date|time)?$|^last(updated|modified|changed)(at|on)?$/;

const plain = (key: string) => key.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Whether the column's name says that it holds when a row was made. */
export function saysCreated({ key }: Pick<Column, 'key'>): boolean {
  return CREATED.test(plain(key));
}

/** Whether the column's name says that it holds when a row was last changed. */
export function saysUpdated({ key }: Pick<Column, 'key'>): boolean {
  return UPDATED.test(plain(key));
}
