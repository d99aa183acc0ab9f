import { getTableName, type Table as DrizzleTable } from 'drizzle-orm';
import type { Table } from '../table.ts';
import { tableBaseName } from './context.ts';

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Of several names for one table, the one closest to the table's own name; among equals, the first. */
export function bestExportName(names: string[], tableName: string): string | null {
  return (
    names.toSorted((one, other) => distance(one, tableName) - distance(other, tableName))[0] ?? null
  );
}

/** 0 for the table's name itself, 1 for one that contains or extends it, 2 for another, 3 for `default`. */
function distance(name: string, tableName: string): number {
  if (name === 'default') return 3;
  if (plain(name) === plain(tableName)) return 0;
  return plain(tableName).includes(plain(name)) || plain(name).includes(plain(tableName)) ? 1 : 2;
}

/**
 * The prefix that a `pgTableCreator` gives to every table: exactly, where the creator recorded it, else the part up to an
 * underscore that at least two tables share and no export name starts with. Else ''.
 */
export function sharedPrefix(tables: { source: DrizzleTable; table: Table }[]): string {
  const recorded = new Set(tables.map(({ source }) => recordedPrefix(source)));
  const [only] = recorded;
  if (recorded.size === 1 && only) return only;
  if (tables.length < 2) return '';
  const names = tables.map(({ table }) => table.name);
  const common = commonStart(names);
  const prefix = common.slice(0, common.lastIndexOf('_') + 1);
  const isInExports = tables.some(
    ({ table }) => table.exportName && plain(table.exportName).startsWith(plain(prefix)),
  );
  return prefix && !isInExports && !names.includes(prefix) ? prefix : '';
}

function recordedPrefix(table: DrizzleTable): string {
  const name = getTableName(table);
  const base = tableBaseName(table);
  return base && base !== name && name.endsWith(base) ? name.slice(0, -base.length) : '';
}

function commonStart(names: string[]): string {
  const [first = '', ...rest] = names;
  let length = first.length;
  while (!rest.every((name) => name.startsWith(first.slice(0, length)))) length -= 1;
  return first.slice(0, length);
}
