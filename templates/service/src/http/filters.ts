import { isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { booleanText, urlValue } from './fields';
import { commaSeparated } from './json-schema';

/** One condition of a list. */
export interface Filter {
  /** As in the URL: `total[gte]`. */
  name: string;
  column: PgColumn;
  operator: Operator;
  value: unknown;
}

export const OPERATORS = [
  'eq',
  'ne',
  'in',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'isnull',
] as const;
export type Operator = (typeof OPERATORS)[number];

const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in'];
const ORDERED: readonly Operator[] = [...EQUALITY, 'gt', 'gte', 'lt', 'lte'];
const MAX_IN = 100;

/** Names that a list takes for itself; a column of that name is filtered as `limit[eq]`. */
const RESERVED = new Set(['limit', 'cursor', 'sort', 'include', 'total']);

/** What can be asked of a column, by its type. */
export function operatorsOf(column: PgColumn): readonly Operator[] {
  const isOrdered = !isEnum(column) && !UNORDERED.has(column.columnType);
  const operators = isOrdered ? ORDERED : EQUALITY;
  return column.notNull ? operators : [...operators, 'isnull'];
}

const TEXT = new Set(['PgText', 'PgVarchar', 'PgChar']);
const UNORDERED = new Set([
  ...TEXT,
  'PgBoolean',
  'PgUUID',
  'PgInet',
  'PgCidr',
  'PgMacaddr',
  'PgMacaddr8',
]);

function isEnum(column: PgColumn): boolean {
  return Boolean(column.enumValues?.length);
}

/**
 * The query parameters that filter by a column: `status`, `status[ne]`, `status[in]`, ...
 *
 * @param key the column's key in the table object
 */
export function filterParameters(key: string, column: PgColumn): Record<string, z.ZodType> {
  return Object.fromEntries(
    operatorsOf(column).map((operator) => [
      operator === 'eq' && !RESERVED.has(key) ? key : `${key}[${operator}]`,
      parameter(column, operator).optional(),
    ]),
  );
}

/**
 * The query parameter that looks for a text within a column's: `name[contains]`.
 *
 * @throws when the column is no text
 */
export function containsParameter(key: string, column: PgColumn): Record<string, z.ZodType> {
  if (!TEXT.has(column.columnType) || isEnum(column)) {
    throw new Error(`${key} holds no text, so that a list can't look for one in it.`);
  }
  return { [`${key}[contains]`]: parameter(column, 'contains').optional() };
}

function parameter(column: PgColumn, operator: Operator): z.ZodType<unknown, string> {
  if (operator === 'isnull') return booleanText;
  if (operator === 'contains') return z.string().min(1).max(200);
  if (operator !== 'in') return urlValue(column);
  const items = urlValue(column);
  const list = z
    .string()
    .refine((text) => text.split(',').length <= MAX_IN, `Must be at most ${MAX_IN} values`);
  return commaSeparated(list, { items, maxItems: MAX_IN })
    .transform((text) => text.split(','))
    .pipe(z.array(items));
}

/**
 * Where a list has the rows with some values in these columns, with `{}` in place of each value.
 *
 * @returns undefined where the list is not filtered by them
 */
export function filteredList(
  url: string,
  { filter }: { filter: readonly string[] },
  columns: readonly string[],
): string | undefined {
  if (!columns.every((key) => filter.includes(key))) return undefined;
  const names = columns.map((key) => (RESERVED.has(key) ? `${key}[eq]` : key));
  return `${url}?${names.map((name) => `${encodeURIComponent(name)}={}`).join('&')}`;
}

/** Splits `total[gte]` into its column's key and the operator. */
export function parseFilterName(name: string): { key: string; operator: Operator } {
  const bracket = name.lastIndexOf('[');
  const operator = name.slice(bracket + 1, -1) as Operator;
  // A column's own name may have brackets.
  if (bracket < 0 || !OPERATORS.includes(operator)) return { key: name, operator: 'eq' };
  return { key: name.slice(0, bracket), operator };
}

const SQL_OF: Record<Operator, (column: PgColumn, bound: unknown, value: unknown) => SQL> = {
  eq: (column, bound) => sql`${column} = ${bound}`,
  // A row without a value is not equal to the one asked for, whatever SQL's NULL logic says.
  ne: (column, bound) => sql`${column} is distinct from ${bound}`,
  in: (column, bound) => sql`${column} = any(${bound})`,
  gt: (column, bound) => sql`${column} > ${bound}`,
  gte: (column, bound) => sql`${column} >= ${bound}`,
  lt: (column, bound) => sql`${column} < ${bound}`,
  lte: (column, bound) => sql`${column} <= ${bound}`,
  contains: (column, bound) => sql`${column} ilike ${bound}`,
  isnull: (column, _, value) => (value ? isNull(column) : isNotNull(column)),
};

/** The filter as SQL, with a placeholder for its value. */
export function condition({ name, column, operator, value }: Filter): SQL {
  return SQL_OF[operator](column, sql.placeholder(placeholderName(name)), value);
}

/** The values of the filters by their placeholders, as the driver takes them. */
export function boundValues(filters: readonly Filter[]): Record<string, unknown> {
  return Object.fromEntries(
    filters.map((filter) => [placeholderName(filter.name), boundValue(filter)]),
  );
}

/**
 * A filter has its column's name, which may be that of any other placeholder of the statement: bound under it as it is, a
 * client's `owner=…` would take the place of the owner whose rows the list is about.
 */
function placeholderName(filter: string): string {
  return `filter:${filter}`;
}

/** The filter's value as the driver takes it; undefined when the SQL holds none. */
function boundValue({ column, operator, value }: Filter): unknown {
  if (operator === 'isnull') return undefined;
  if (operator === 'contains') return `%${String(value).replace(/[\\%_]/g, '\\$&')}%`;
  if (operator === 'in') return (value as unknown[]).map((item) => column.mapToDriverValue(item));
  return column.mapToDriverValue(value);
}

/** What distinguishes the SQL of one filter from another's. */
export function filterShape({ name, operator, value }: Filter): string {
  return operator === 'isnull' ? `${name}=${String(value)}` : name;
}
