import {
  indexOrders,
  isFilterKind,
  isSortKind,
  leadingColumns,
  ordersIn,
} from '../schema/index-order.ts';
import type { Column, Table } from '../schema/table.ts';
import type { Access } from './access/access.ts';
import { reachesAll } from './access/actions.ts';
import type { ColumnModel } from './columns.ts';

/** What lists of a table offer, column by column. */
export interface Listing {
  filterColumns: string[];
  /** Text in which another can be looked for. */
  searchColumns: string[];
  /** Orders: `placedAt`, `status,placedAt`. */
  sortColumns: string[];
}

export interface ListingInput {
  table: Table;
  columns: ColumnModel[];
  /** Column keys that identify a row; none for a view, whose pages are counted. */
  key: readonly string[];
  /** Who lists what, where it is known who calls. */
  access?: Access | null;
}

/** Beyond this many columns only those with a small set of values can be filtered by where there are no indexes to go by. */
const WIDE = 30;

/** What an index serves. Of a view nothing is known: what compares. */
export function listingOf(input: ListingInput): Listing {
  const { table, columns, key } = input;
  const trigrams = new Set(
    table.indexes.flatMap((index) => (index.partial ? [] : (index.trigrams ?? []))),
  );
  const searched = filterable(columns).filter((c) => isText(c) && trigrams.has(c.key));
  const searchColumns = searched.map((c) => c.key);
  return key.length > 0
    ? { filterColumns: servedFilters(input), searchColumns, sortColumns: servedOrders(input) }
    : {
        filterColumns: viewFilters(columns),
        searchColumns,
        sortColumns: comparable(columns, []),
      };
}

/** Columns that a list can be filtered by: what is sent, can be written in a URL, and is one value. */
export function filterable(columns: readonly ColumnModel[]): ColumnModel[] {
  return columns.filter(
    ({ inResponse, arrayDimensions, kind }) =>
      inResponse && arrayDimensions === 0 && isFilterKind(kind),
  );
}

/** Text in which another can be looked for. */
export function isText({ kind, sqlType }: ColumnModel): boolean {
  return kind === 'text' && /^(text|varchar|char)\b/.test(sqlType);
}

function viewFilters(columns: ColumnModel[]): string[] {
  const all = filterable(columns);
  const few = all.filter(({ kind }) => kind === 'enum' || kind === 'boolean');
  return (all.length <= WIDE ? all : few).map((c) => c.key);
}

function servedFilters(input: ListingInput): string[] {
  const scope = scopeOf(input);
  const led = new Set(ordersOf(input).flatMap((index) => leadingColumns(index, scope)));
  return filterable(input.columns)
    .filter((c) => led.has(c.key))
    .map((c) => c.key);
}

/** What an index has in order together with the rest of the key, which tells equal rows apart. */
function servedOrders(input: ListingInput): string[] {
  const { table, columns, key } = input;
  const references = new Set(table.foreignKeys.flatMap((f) => f.columns));
  const sortable = new Set(
    comparable(columns, key).filter((c) => key.includes(c) || !references.has(c)),
  );
  const facts = {
    key,
    scope: scopeOf(input),
    notNull: new Set(columns.filter((c) => c.notNull).map((c) => c.key)),
  };
  const orders = ordersOf(input)
    .flatMap((index) => ordersIn(index, facts))
    .filter((order) => order.every((column) => sortable.has(column)))
    .map((order) => order.join(','));
  const places = new Map(columns.map((c, at) => [c.key, at]));
  const placeOf = (order: string) => places.get(order.split(',')[0] ?? '') ?? 0;
  return [...new Set(orders)].toSorted((a, b) => placeOf(a) - placeOf(b));
}

function ordersOf({ table, columns }: ListingInput) {
  return indexOrders(table, columns.find((c) => c.softDelete)?.key);
}

/** The column that is the same in all rows of a list: whose they are. */
export function scopeOf({ access }: Pick<ListingInput, 'access'>): ReadonlySet<string> {
  if (!access || access.who.list === 'admin' || reachesAll(access.who.list)) return new Set();
  const { rows } = access;
  return new Set(rows.by === 'owner' || rows.by === 'tenant' ? [rows.column] : []);
}

function comparable(columns: readonly ColumnModel[], key: readonly string[]): string[] {
  return columns
    .filter((c) => c.inResponse && c.arrayDimensions === 0)
    .filter((c) => isSortKind(c.kind) || (key.includes(c.key) && SORTABLE_KEY.has(c.kind)))
    .map((c) => c.key);
}

/** Newest first where an index has that order; else by the key, and where there is none by the first columns. */
export function defaultSort(columns: ColumnModel[], sortable: string[], key: readonly string[]) {
  const times = columns.filter(
    (c) => c.kind === 'timestamp' && c.notNull && sortable.includes(c.key),
  );
  const newest = times.find((c) => c.maintained === 'create') ?? times[0];
  if (key.length === 0) return sortable.slice(0, 3).join(',');
  return newest ? `-${newest.key}` : (key[0] ?? '');
}

/** Kinds that have an order, though nobody would ask for it but to have all rows one after the other. */
const SORTABLE_KEY = new Set<Column['kind']>(['boolean', 'network', 'interval', 'custom']);
