import { and, asc, desc, eq, gt, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { isAsSent } from './as-sent';

/** One column of an order. An order for keyset pagination ends with the primary key, so that no two rows are equal in it. */
export interface SortKey {
  /** The column's key in the table object. */
  key: string;
  column: PgColumn;
  direction: 'asc' | 'desc';
}

/**
 * ORDER BY for the keys. NULLs stand where Postgres puts them by default (last in ascending, first in descending order),
 * since only then a plain index serves both directions.
 */
export function orderBy(keys: readonly SortKey[]): SQL[] {
  return keys.map(({ column, direction }) => (direction === 'asc' ? asc(column) : desc(column)));
}

/**
 * The rows that come after the one with these values, as ranges that follow each other: each is one walk along an index of that
 * order, which begins where the page does. Most orders have one, `(a, b) > ($1, $2)`. Where directions differ or a column may be
 * NULL there are more: a single condition for them would have everything read that comes before the page.
 *
 * @param values one for each key, as text or as the driver takes them, null for NULL; a placeholder may stand for a value
 * that is not NULL
 * @see https://use-the-index-luke.com/no-offset
 */
export function rangesAfter(keys: readonly SortKey[], values: readonly unknown[]): SQL[] {
  const [key, ...rest] = keys;
  const [value, ...others] = values;
  if (!key) return [];
  const isUniform = rest.every((k) => k.direction === key.direction && k.column.notNull);
  if (isUniform && value !== null) {
    const nulls = key.direction === 'asc' && !key.column.notNull ? [isNull(key.column)] : [];
    return [beyondAll(keys, values), ...nulls];
  }
  const ties = rangesAfter(rest, others).map((range) => and(same(key, value), range) as SQL);
  return [...ties, ...beyond(key, value)];
}

/** `(a, b) > ($1, $2)`: NULL is in no such range. */
function beyondAll(keys: readonly SortKey[], values: readonly unknown[]): SQL {
  const columns = keys.map(({ column }) => sql`${column}`);
  const bounds = values.map((value) => sql`${value}`);
  const [left, right] = [columns, bounds].map((parts) => sql.join(parts, sql`, `));
  return keys[0]?.direction === 'asc' ? sql`(${left}) > (${right})` : sql`(${left}) < (${right})`;
}

function same({ column }: SortKey, value: unknown): SQL {
  return value === null ? isNull(column) : eq(column, sql`${value}`);
}

/** Strictly after `value` in this one column. */
function beyond({ column, direction }: SortKey, value: unknown): SQL[] {
  if (direction === 'desc') {
    return [value === null ? isNotNull(column) : lt(column, sql`${value}`)];
  }
  // NULL is last, with nothing behind it.
  if (value === null) return [];
  return [gt(column, sql`${value}`), ...(column.notNull ? [] : [isNull(column)])];
}

/**
 * What to select beside the row for the cursor: the text of those columns whose JavaScript value is less exact than what
 * Postgres compares. A Date holds milliseconds and a timestamp microseconds, or `infinity`: a cursor made from the Date would
 * skip or repeat rows.
 *
 * @param columns what is selected of the row; what is read to be sent is exact
 */
export function cursorFields(
  keys: readonly SortKey[],
  columns: Record<string, unknown>,
): Record<string, SQL<string | null>> {
  return Object.fromEntries(
    keys
      .filter(({ key, column }) => !isExact(column) && !isAsSent(columns[key], column))
      .map(({ key, column }) => [cursorField(key), sql<string | null>`${column}::text`]),
  );
}

/** The cursor's values, taken from a row that was selected together with `cursorFields`. */
export function cursorValues(
  keys: readonly SortKey[],
  row: Record<string, unknown>,
): (string | null)[] {
  return keys.map(({ key }) => {
    const field = cursorField(key);
    const value = row[Object.hasOwn(row, field) ? field : key] as Comparable | null | undefined;
    return value === null || value === undefined ? null : String(value);
  });
}

type Comparable = string | number | bigint;

function cursorField(key: string): string {
  return `cursor:${key}`;
}

const EXACT_NUMBERS = new Set(['PgInteger', 'PgSmallInt', 'PgSerial', 'PgSmallSerial']);

function isExact(column: PgColumn): boolean {
  if (column.dataType === 'number') return EXACT_NUMBERS.has(column.columnType);
  return column.dataType === 'string' || column.dataType === 'bigint';
}
