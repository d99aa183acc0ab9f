import { isSecretColumn } from '../schema/secrets.ts';
import type { Column, Table } from '../schema/table.ts';
import { saysCreated, saysUpdated } from '../schema/timestamps.ts';
import { propertyName } from '../code.ts';
import { splitWords } from '../words.ts';

/** A column with everything decided that a template needs to know about it. */
export interface ColumnModel extends Column {
  /** The key as a property name in an object literal. */
  property: string;
  /** Never sent. Writable only if a row could not be created without it. */
  secret: boolean;
  inResponse: boolean;
  inCreate: boolean;
  inUpdate: boolean;
  /** The column marks a row as deleted. */
  softDelete: boolean;
  /** Set by the service, not by the client. */
  maintained: 'create' | 'update' | null;
}

/** Beyond this many columns only those that an index, a foreign key or a small set of values suggests can be filtered by. */
const WIDE = 30;

/** What each column of a table is to the API. */
export function columnModels(table: Table): ColumnModel[] {
  const secrets = new Set(table.columns.filter(isSecretColumn).map((c) => c.key));
  const softDelete = table.columns.find(isSoftDelete)?.key;
  return table.columns.map((column) => {
    const secret = secrets.has(column.key);
    const maintained = maintainedAt(column);
    const inCreate =
      !column.generatedAlways &&
      column.key !== softDelete &&
      maintained === null &&
      !isAutomatic(column, table) &&
      (!secret || isRequired(column)) &&
      (isWritable(column) || isRequired(column));
    return {
      ...column,
      property: propertyName(column.key),
      secret,
      softDelete: column.key === softDelete,
      maintained,
      inResponse: !secret && column.key !== softDelete && !isHeavy(column),
      inCreate,
      inUpdate: inCreate && !table.primaryKey.includes(column.key),
    };
  });
}

/** Nobody outside may learn of it, by whatever way: the value is a secret, or says that the row is deleted. */
export function isHidden({ secret, softDelete }: ColumnModel): boolean {
  return secret || softDelete;
}

/** Called as something that every object inherits: where it is left out of one, `row.toString` is a function all the same. */
export function isInherited({ key }: Pick<Column, 'key'>): boolean {
  return key in Object.prototype;
}

/** A row can't be inserted without a value for it. */
export function isRequired(column: Column): boolean {
  return column.notNull && column.default === 'none' && !column.generatedAlways;
}

/** A row needs a value of it, and its own mapping refused every one that was tried. */
export function isUnknown(column: Column): boolean {
  return column.kind === 'custom' && isRequired(column) && column.customSample === undefined;
}

/** Columns a list may be filtered by: what is sent, can be written in a URL, and is one value. */
export function filterColumns(table: Table, columns: ColumnModel[]): string[] {
  const filterable = columns.filter(isFilterable);
  if (filterable.length <= WIDE) return filterable.map((c) => c.key);
  const near = new Set([
    ...table.primaryKey,
    ...table.foreignKeys.flatMap((f) => f.columns),
    ...leadingColumns(table),
  ]);
  return filterable
    .filter((c) => near.has(c.key) || c.kind === 'enum' || c.kind === 'boolean')
    .map((c) => c.key);
}

/** Columns that a list could be filtered by, and is not because there are so many. */
export function leftOutFilters(columns: ColumnModel[], chosen: readonly string[]): string[] {
  return columns.filter((c) => isFilterable(c) && !chosen.includes(c.key)).map((c) => c.key);
}

function isFilterable({ inResponse, arrayDimensions, kind }: ColumnModel): boolean {
  return inResponse && arrayDimensions === 0 && FILTERABLE.has(kind);
}

/** Columns that a list may be sorted by: those that an index has in order; all that compare where there is no key to fall back on. */
export function sortColumns(
  table: Table,
  columns: ColumnModel[],
  key: readonly string[],
): string[] {
  const indexed = new Set([...key, ...leadingColumns(table)]);
  const references = new Set(table.foreignKeys.flatMap((f) => f.columns));
  return columns
    .filter((c) => c.inResponse && c.arrayDimensions === 0)
    .filter((c) => SORTABLE.has(c.kind) || (key.includes(c.key) && SORTABLE_KEY.has(c.kind)))
    .filter((c) => key.length === 0 || indexed.has(c.key))
    .filter((c) => key.includes(c.key) || !references.has(c.key))
    .map((c) => c.key);
}

/** Newest first where an index has that order, which it has not for a later column of the key; else by the key. */
export function defaultSort(columns: ColumnModel[], sortable: string[], key: readonly string[]) {
  const times = columns.filter(
    (c) =>
      c.kind === 'timestamp' && c.notNull && sortable.includes(c.key) && key.indexOf(c.key) < 1,
  );
  const newest = times.find((c) => c.maintained === 'create') ?? times[0];
  if (newest && key.length > 0) return `-${newest.key}`;
  return (key.length > 0 ? key : sortable.slice(0, 3)).join(',');
}

function leadingColumns(table: Table): string[] {
  const indexes = table.indexes.filter((i) => i.method === 'btree' && !i.partial);
  return [...indexes, ...table.uniqueKeys].flatMap((index) => index.columns[0] ?? []);
}

const FILTERABLE = new Set<Column['kind']>([
  'text',
  'uuid',
  'integer',
  'bigint',
  'float',
  'decimal',
  'boolean',
  'date',
  'time',
  'timestamp',
  'enum',
  'network',
]);

const SORTABLE = new Set<Column['kind']>([
  'text',
  'uuid',
  'integer',
  'bigint',
  'float',
  'decimal',
  'date',
  'time',
  'timestamp',
  'enum',
]);

/** Kinds that have an order, though nobody would ask for it but to have all rows one after the other. */
const SORTABLE_KEY = new Set<Column['kind']>(['boolean', 'network', 'interval']);

/** Whether a client can be expected to write it in JSON: not what its own mapping refuses to take from there. */
function isWritable({ kind, sqlType, customSample }: Column): boolean {
  if (kind !== 'custom') return true;
  return customSample !== undefined && !/^(tsvector|bytea)$/i.test(sqlType);
}

/** Too large, or nothing that JSON could carry: not part of a list. */
function isHeavy(column: Column): boolean {
  return column.kind === 'bytes' || column.kind === 'vector' || column.sqlType === 'tsvector';
}

function isSoftDelete(column: Column): boolean {
  const name = splitWords(column.key).join(' ');
  if (column.kind === 'timestamp' && !column.notNull) return name === 'deleted at';
  return column.kind === 'boolean' && (name === 'is deleted' || name === 'deleted');
}

function maintainedAt(column: Column): ColumnModel['maintained'] {
  if (column.kind !== 'timestamp') return null;
  if (saysCreated(column)) return 'create';
  return saysUpdated(column) || column.onUpdate ? 'update' : null;
}

/** The database or drizzle makes the value: keys with a default, and counters. A constant in a composite key makes no key. */
function isAutomatic(column: Column, table: Table): boolean {
  if (column.default === 'identity' || column.sqlType.endsWith('serial')) return true;
  const isPart = column.constantDefault === true && table.primaryKey.length > 1;
  return table.primaryKey.includes(column.key) && column.default !== 'none' && !isPart;
}
