import pluralize from 'pluralize';
import { splitWords } from '../words.ts';
import type { Column, Schema, Table } from '../schema/table.ts';

/** How a schema's tables are written, so that a new one looks as if the same people had written it. */
export interface HouseStyle {
  /** Keys of columns. */
  keys: 'camelCase' | 'snake_case';
  /** Names of columns in the database; null where drizzle's `casing` makes them out of the keys. */
  columnNames: 'camelCase' | 'snake_case' | null;
  /** What `casing` makes of the keys. */
  casing: Schema['casing'];
  tableNames: 'camelCase' | 'snake_case';
  tableNumber: 'plural' | 'singular';
  exportNumber: 'plural' | 'singular';
  /** What every table's name starts with. */
  prefix: string;
  /** The pgSchema that all tables are in. */
  schemaName: string | null;
  id: { key: string; name: string; like: Column | null };
  timestampPrecision: number | null;
  timestampMode: 'date' | 'string';
  bigint: 'bigint' | 'number';
}

/** Finds out how the tables of a schema are written, from what most of them do. */
export function houseStyle({ tables, casing }: Pick<Schema, 'tables' | 'casing'>): HouseStyle {
  const own = tables.filter(({ kind, exportName }) => kind === 'table' && exportName !== null);
  const columns = own.flatMap((table) => table.columns);
  const times = columns.filter(({ kind, withTimezone }) => kind === 'timestamp' && withTimezone);
  const names = columns.map(({ name }) => name);
  return {
    keys: caseOf(columns.map(({ key }) => key)) ?? 'camelCase',
    columnNames: casing === null ? (caseOf(names) ?? 'snake_case') : null,
    casing,
    tableNames: caseOf(own.map(({ name }) => name)) ?? 'snake_case',
    tableNumber: numberOf(own.map(({ name }) => name)),
    exportNumber: numberOf(own.map(({ exportName }) => exportName ?? '')),
    prefix: own[0]?.prefix ?? '',
    schemaName: onlyOne(own.map((table) => table.schema)) ?? null,
    id: idStyle(own),
    // Milliseconds, because that is what a JavaScript Date holds.
    timestampPrecision: times.length > 0 ? (mostCommon(times.map((c) => c.precision)) ?? null) : 3,
    timestampMode: mostCommon(times.map(({ jsType }) => jsType)) === 'string' ? 'string' : 'date',
    bigint: bigintMode(columns),
  };
}

/** The case of names that have more than one word; undefined when none has. */
function caseOf(names: string[]): 'camelCase' | 'snake_case' | undefined {
  const telling = names.filter((name) => splitWords(name).length > 1);
  return mostCommon(telling.map((name) => (name.includes('_') ? 'snake_case' : 'camelCase')));
}

/** Words that are their own plural tell nothing. */
function numberOf(names: string[]): 'plural' | 'singular' {
  const last = names.map((name) => splitWords(name).at(-1) ?? '');
  const telling = last.filter((word) => pluralize.plural(word) !== pluralize.singular(word));
  const found = telling.map((word) => (pluralize.isPlural(word) ? 'plural' : 'singular'));
  return mostCommon<'plural' | 'singular'>(found) ?? 'plural';
}

/** The key that most tables have, by its name and by how its values come about. */
function idStyle(tables: Table[]): HouseStyle['id'] {
  const ids = tables.flatMap((table) => {
    const [key, ...more] = table.primaryKey;
    const column = table.columns.find((c) => c.key === key);
    const refers = table.foreignKeys.some((f) => f.columns.includes(key ?? ''));
    return column && more.length === 0 && !refers ? [column] : [];
  });
  const kindOf = (c: Column) => [c.sqlType, c.jsType, c.default, c.generatedAlways].join(' ');
  const common = mostCommon(ids.map(kindOf));
  const alike = ids.filter((id) => kindOf(id) === common);
  const key = mostCommon(alike.map((id) => id.key));
  const name = mostCommon(alike.filter((id) => id.key === key).map((id) => id.name));
  return { key: key ?? 'id', name: name ?? 'id', like: alike[0] ?? null };
}

function bigintMode(columns: Column[]): 'bigint' | 'number' {
  const modes = columns.filter(({ kind }) => kind === 'bigint').map(({ jsType }) => jsType);
  return mostCommon(modes) === 'number' ? 'number' : 'bigint';
}

function onlyOne<T>(values: T[]): T | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

/** The first of the values that occur most often. */
function mostCommon<T>(values: T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return values.find((value) => counts.get(value) === most);
}
