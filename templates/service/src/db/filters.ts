import { isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { filterSlot } from './slots';

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
  return SQL_OF[operator](column, sql.placeholder(filterSlot(name)), value);
}

/** The values of the filters by their placeholders, as the driver takes them. */
export function boundValues(filters: readonly Filter[]): Record<string, unknown> {
  return Object.fromEntries(filters.map((filter) => [filterSlot(filter.name), boundValue(filter)]));
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
