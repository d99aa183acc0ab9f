import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { type ColumnsOf, columnsOf, type Source } from '../db/columns';
import type { Filter, Operator } from '../db/filters';
import type { SortKey } from '../db/keyset';
import { DEFAULT_LIMIT, MAX_LIMIT, type RowsRequest } from '../db/page';
import { decodeCursor } from './cursor';
import { booleanText, integerText } from './fields';
import { containsParameter, filterParameters, parseFilterName } from './filters';
import { commaSeparated } from './json-schema';

/** What a page may send, it has to take back: a key of 512 Chinese characters alone makes 2,000. A URL has room for twice this. */
const MAX_CURSOR = 8_000;

/** Rows are counted up to here: to count is to read them. */
export const MAX_TOTAL = 10_000;

/** A checked request for one page of a list. */
export interface PageRequest extends RowsRequest {
  include: string[];
  total: boolean;
  /** It may read a whole table: such requests are bounded apart from others. */
  slow: boolean;
}

export interface ListOptions<Key extends string> {
  /** Columns that make a row unique and come last in every order. Empty for a view: its pages are counted, not keyed. */
  key: readonly Key[];
  /** Columns that may be filtered by, because an index begins with them; which operators, follows from their types. */
  filter: readonly Key[];
  /** The same without an index: such a list reads the whole table, and few of them run at once. */
  scan?: readonly Key[];
  /** Text in which a client may look for another. Few of these run at once, too: an index on trigrams finds no short text. */
  contains?: readonly Key[];
  /**
   * The orders that an index has, each in both directions: `placedAt`, or `status,-placedAt` where an index has just that. The key
   * comes last in each by itself; an index that lacks it there has every row read that is equal to those on the page.
   */
  sort: readonly string[];
  /** One of them, as a client would write it: `-placedAt`. */
  defaultSort: string;
  /** Names for `include`. */
  include?: Record<string, unknown>;
}

type ColumnKey<From extends Source> = keyof ColumnsOf<From> & string;

/**
 * The query parameters of a list: `limit`, `cursor`, `sort`, `include`, `total` and the filters. Whatever is not listed is
 * refused.
 *
 * @returns a Zod schema from the query string to a `PageRequest`
 */
export function listQuery<From extends Source>(
  source: From,
  options: ListOptions<ColumnKey<From>>,
) {
  const columns = columnsOf(source);
  const scanned: readonly string[] = options.scan ?? [];
  const filters: Record<string, z.ZodType> = Object.assign(
    {},
    ...[...options.filter, ...scanned].map((key) =>
      filterParameters(key, columns[key] as PgColumn),
    ),
    ...(options.contains ?? []).map((key) => containsParameter(key, columns[key] as PgColumn)),
  );
  const filterNames = Object.keys(filters);
  const orders = ordersOf(options);
  const keysOf = new Map(orders.map((sort) => [sort, sortKeys(sort, options.key, columns)]));
  return z
    .strictObject({
      limit: integerText(1, MAX_LIMIT).optional(),
      cursor: z
        .string()
        .max(MAX_CURSOR)
        .meta({ description: 'The nextCursor of the page before' })
        .optional(),
      sort: z
        .enum(orders)
        .meta({ description: `${options.defaultSort} by default` })
        .optional(),
      ...includeParameter(options.include),
      total: booleanText.optional(),
      ...filters,
    })
    .transform((query, context): PageRequest => {
      const given: Record<string, unknown> = query;
      const sort = query.sort ?? options.defaultSort;
      const order = keysOf.get(sort) ?? [];
      const keyed = options.key.length > 0;
      const cursor = query.cursor && decodeCursor(query.cursor, sort, keyed ? order.length : 1);
      if (query.cursor !== undefined && !(cursor && (keyed || isCount(cursor[0])))) {
        context.addIssue({
          code: 'custom',
          path: ['cursor'],
          message: 'Must be the nextCursor of a page with the same sort',
        });
      }
      const chosen = filterNames
        // Of its own: a column may be called `constructor`, which every object has.
        .filter((name) => Object.hasOwn(given, name) && given[name] !== undefined)
        .map((name) => filter(name, given[name], columns));
      const total = query.total ?? false;
      return {
        limit: query.limit ?? DEFAULT_LIMIT,
        sort,
        order,
        keyed,
        cursor: cursor || undefined,
        filters: chosen,
        include: query.include ?? [],
        total,
        // Without a key, there is no telling what a page costs.
        slow: total || !keyed || chosen.some((one) => isSlow(one, scanned)),
      };
    });
}

/** The query parameters of a single row: only what may be brought along. */
export function includeQuery(includes: Record<string, unknown>) {
  return z.strictObject(includeParameter(includes)).transform(({ include = [] }) => ({ include }));
}

/** Where there is nothing to bring along, there is no such parameter. */
function includeParameter(includes: Record<string, unknown> = {}) {
  const names = Object.keys(includes);
  const parameters = names.length > 0 ? { include: commaList(names).optional() } : {};
  return parameters as { include: z.ZodOptional<ReturnType<typeof commaList>> };
}

function isSlow({ name, operator }: Filter, scanned: readonly string[]): boolean {
  return SLOW.has(operator) || scanned.includes(parseFilterName(name).key);
}

/** Operators that read past what they leave out, whatever the index. */
const SLOW = new Set<Operator>(['contains', 'ne']);

/** One page, as it is sent. `total` is there when it was asked for. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    nextCursor: z.string().nullable(),
    total: z
      .int()
      .optional()
      .meta({ description: `All rows that the filters let through, counted up to ${MAX_TOTAL}` }),
    totalIsExact: z
      .boolean()
      .optional()
      .meta({ description: `False where there are more than ${MAX_TOTAL}` }),
  });
}

/** How many rows to pass over: Postgres refuses anything else in an OFFSET. */
function isCount(value: string | null | undefined): boolean {
  return /^\d{1,15}$/.test(value ?? '');
}

function filter(name: string, value: unknown, columns: Record<string, PgColumn>): Filter {
  const { key, operator } = parseFilterName(name);
  return { name, column: columns[key] as PgColumn, operator, value };
}

/** Those that a client may ask for. */
function ordersOf({ sort, defaultSort }: Pick<ListOptions<string>, 'sort' | 'defaultSort'>) {
  return [...new Set([defaultSort, ...sort.flatMap((order) => [order, reversed(order)])])];
}

/** The same order from its other end: `status,-placedAt` for `-status,placedAt`. */
export function reversed(order: string): string {
  const parts = order.split(',').map((part) => (part.startsWith('-') ? bare(part) : `-${part}`));
  return parts.join(',');
}

function commaList(names: string[]) {
  const items = z.enum(names);
  return commaSeparated(z.string(), { items })
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(items));
}

function sortKeys(
  sort: string,
  key: readonly string[],
  columns: Record<string, PgColumn>,
): SortKey[] {
  const order = sort
    .split(',')
    .filter(Boolean)
    .map((part) => sortKey(bare(part), part.startsWith('-'), columns));
  const descending = order.at(-1)?.direction === 'desc';
  const named = new Set(order.map((k) => k.key));
  const rest = key
    .filter((name) => !named.has(name))
    .map((name) => sortKey(name, descending, columns));
  return [...order, ...rest];
}

function sortKey(key: string, descending: boolean, columns: Record<string, PgColumn>): SortKey {
  return { key, column: columns[key] as PgColumn, direction: descending ? 'desc' : 'asc' };
}

function bare(part: string): string {
  return part.replace(/^-/, '');
}
