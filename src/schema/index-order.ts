import type { Column, Index, Table } from './table.ts';

/** A btree index, a unique key or the primary key, as the order in which it has its rows. */
export interface IndexOrder {
  name: string;
  /** Column keys in order; null stands for an expression. */
  columns: readonly (string | null)[];
  directions: readonly ('asc' | 'desc' | null)[];
  unique: boolean;
}

/**
 * What of a table has its rows in an order.
 *
 * @param deletedMark the column by which each list leaves deleted rows out: an index of the others serves those lists, too
 */
export function indexOrders(table: Table, deletedMark?: string): IndexOrder[] {
  const key = (name: string, columns: readonly string[]): IndexOrder => ({
    name,
    columns,
    directions: columns.map(() => 'asc' as const),
    unique: true,
  });
  const own = table.indexes.filter(
    (index) => index.method === 'btree' && (!index.partial || isOfLive(index, table, deletedMark)),
  );
  const indexed = new Set(own.map(({ name }) => name));
  return [
    ...(table.primaryKey.length > 0 ? [key('the primary key', table.primaryKey)] : []),
    // A unique index counts as a key as well: here it is an index, which has directions.
    ...table.uniqueKeys.filter(({ name }) => !indexed.has(name)).map((u) => key(u.name, u.columns)),
    ...own.map(({ name, columns, unique, directions = columns.map(() => 'asc' as const) }) => ({
      name,
      columns,
      directions,
      unique,
    })),
  ];
}

/** Its condition is that a row is not deleted, which each list asks for as well. */
function isOfLive({ where }: Index, { columns }: Table, deletedMark: string | undefined): boolean {
  const mark = columns.find(({ key }) => key === deletedMark);
  if (!mark || !where) return false;
  const name = `"${mark.name}"`;
  const condition = where
    .replaceAll(/[()]/g, '')
    .replaceAll(/(?:"[^"]+"\.)+(?="[^"]+")/g, '')
    .trim()
    .toLowerCase();
  const live = mark.kind === 'boolean' ? [`not ${name}`, `${name} = false`] : [`${name} is null`];
  return live.map((text) => text.toLowerCase()).includes(condition);
}

/** What is known of a list when an index is looked at. */
export interface ListFacts {
  /** Columns that tell rows apart, and come last in every order. */
  key: readonly string[];
  /** Columns that are equal in all rows of a list: whose rows they are. */
  scope: ReadonlySet<string>;
  /** Columns without NULL. */
  notNull: ReadonlySet<string>;
}

/**
 * The orders that an index has, ties and all, in both directions: `['placedAt']`, or `['status', 'placedAt']`. Where the key is not
 * what comes next in an index, a page of rows that are equal in its columns is sorted anew, and all of them are read for it.
 */
export function ordersIn(index: IndexOrder, { key, scope, notNull }: ListFacts): string[][] {
  return startsOf(index, scope).flatMap((start) => {
    const columns = index.columns.slice(start);
    const directions = index.directions.slice(start);
    const found: string[][] = [];
    for (let end = 1; end <= columns.length; end += 1) {
      const order = columns.slice(0, end);
      if (!isOfColumns(order) || directions[0] === null) break;
      if (directions[end - 1] !== directions[0]) break;
      const ties = key.filter((part) => !order.includes(part) && !scope.has(part));
      const isWhole = ties.every(
        (part, at) => columns[end + at] === part && directions[end + at] === directions[0],
      );
      // All columns of a unique index have no ties, but for NULL.
      const isUnique =
        index.unique && end === columns.length && order.every((part) => notNull.has(part));
      if (isWhole || isUnique) found.push(order);
    }
    // Of several that differ in what follows from the others, the shortest says it.
    return found.slice(0, 1);
  });
}

function isOfColumns(order: (string | null)[]): order is string[] {
  return order.every((part) => part !== null);
}

/** The columns that a list finds rows by in an index: its first, and those behind what is equal in all rows of the list. */
export function leadingColumns(index: IndexOrder, scope: ReadonlySet<string>): string[] {
  return startsOf(index, scope).flatMap((start) => index.columns[start] ?? []);
}

/** Where a list may begin to read in the columns of an index: at the first, and behind each that is equal in all its rows. */
function startsOf({ columns }: IndexOrder, scope: ReadonlySet<string>): number[] {
  const starts = [0];
  columns.every((key, at) => key !== null && scope.has(key) && starts.push(at + 1));
  return starts;
}

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

/** Whether values of the kind have an order that somebody would ask for. */
export const isSortKind = (kind: Column['kind']) => SORTABLE.has(kind);

/** Whether a value of the kind can stand in a URL, to be compared with. */
export const isFilterKind = (kind: Column['kind']) =>
  SORTABLE.has(kind) || kind === 'boolean' || kind === 'network';
