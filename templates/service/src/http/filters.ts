import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { type Operator, OPERATORS } from '../db/filters';
import { booleanText, urlValue } from './fields';
import { commaSeparated } from './json-schema';

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
