import { and, count, type SQL, sql } from 'drizzle-orm';
import type { PgTable, SelectedFieldsFlat } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from './client';
import type { Source } from './columns';
import type { Context, Values } from './context';
import { boundValues, condition, type Filter, filterShape } from './filters';
import { cursorFields, orderBy, rangesAfter, type SortKey } from './keyset';
import { literal } from './literal';
import {
  BYTES,
  hasLong,
  isCut,
  MAX_BYTES,
  named,
  openBytes,
  SHARE,
  withinBytes,
  withinShares,
} from './page-bytes';
import { byShape } from './shapes';
import { afterSlot } from './slots';

/** How many rows a page has where a client does not say, and at most. */
export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

/** What most clients ask for, with the row that tells whether there are more: each has a statement of its own (`literal`). */
const USUAL = new Set([DEFAULT_LIMIT + 1, MAX_LIMIT + 1]);

export interface RowsSource<Fields extends SelectedFieldsFlat = SelectedFieldsFlat> {
  from: Source;
  /** What to select of each row. */
  columns: Fields;
  /**
   * Which rows the list is about, before the client's filters. May hold values of the context (`fromContext`), and
   * placeholders that are bound by `params`: of any name without a colon, which sets apart those of a page and of its filters.
   */
  where?: SQL | undefined;
}

/** Which rows to read, and from where on. */
export interface RowsRequest {
  limit: number;
  /** The order as text, which a cursor is bound to. */
  sort: string;
  /** The order as columns, ending with the key, so that no two rows are equal in it. */
  order: SortKey[];
  /** False for a view, which has no key: its pages are counted, and right as long as nothing changes between two of them. */
  keyed: boolean;
  /** The order's values of the row to start after; if not keyed, how many rows to pass over. */
  cursor: (string | null)[] | undefined;
  filters: Filter[];
}

type Row = Record<string, unknown>;

/**
 * A function that reads the rows of one page: one query, a second one where NULL is met on it or where rows are long.
 *
 * @returns a function from the request, values for the placeholders in `where`, and how many bytes there is room for, to the
 * rows, and whether there are more behind them
 */
export function rowsReader(source: RowsSource) {
  const readRange = byShape<RangeRequest>({
    build: (db, request) => pageQuery(db, source, request),
    shapeOf: rangeShape,
  });
  const readLong = byShape<RangeRequest>({
    build: (db, request) => pageQuery(db, source, request, withinBytes),
    shapeOf: rangeShape,
  });

  return async (
    context: Context,
    request: RowsRequest,
    params: Values,
    bytes: number,
  ): Promise<{ rows: Row[]; hasMore: boolean }> => {
    const given = bindings(request, params, bytes);
    const asked: RangeRequest = { ...request, range: 0, take: given[TAKE] };
    const ranges = Math.max(1, rangesOf(request).length);
    const rows: Row[] = [];
    let isShort = false;
    for (; asked.range < ranges && given[TAKE] > 0 && !isShort; asked.range += 1) {
      let found = await readRange(context, asked, given);
      if (hasLong(found)) found = await readLong(context, asked, given);
      isShort = isCut(found);
      rows.push(...found);
      given[TAKE] -= found.length;
      asked.take = given[TAKE];
    }
    const { limit } = request;
    return { rows: rows.slice(0, limit), hasMore: isShort || rows.length > limit };
  };
}

/**
 * A function that counts the rows that the filters let through.
 *
 * @param most where it stops: to count rows is to read them
 */
export function rowsCounter(source: RowsSource, most: number) {
  const counted = byShape<RowsRequest>({
    build: (db, request) => countQuery(db, source, request, most),
    shapeOf: ({ filters }) => filters.map(filterShape).join(),
  });
  return async (context: Context, request: RowsRequest, params: Values): Promise<number> => {
    const given = { ...params, ...boundValues(request.filters) };
    return Number((await counted(context, request, given))[0]?.['total']);
  };
}

function rangeShape({ sort, cursor, filters, range, take }: RangeRequest): string {
  const nulls = cursor?.map((value) => (value === null ? 'n' : 'v')).join('') ?? '';
  return `${sort}|${nulls}|${range}|${isUsual(take) ? take : ''}|${filters.map(filterShape).join()}`;
}

/** The rows behind a cursor are one range of the order, or several that follow each other. */
export interface RangeRequest extends RowsRequest {
  range: number;
  /** How many rows to read of it. */
  take?: number;
}

function isUsual(take: number | undefined): take is number {
  return take !== undefined && USUAL.has(take);
}

function rangesOf({ order, cursor, keyed }: RowsRequest): SQL[] {
  if (!keyed || !cursor) return [];
  const bounds = cursor.map((value, i) => (value === null ? null : sql.placeholder(afterSlot(i))));
  return rangesAfter(order, bounds);
}

/**
 * The query for one range of a page, with placeholders for its values.
 *
 * @param within what to do about long rows
 */
export function pageQuery(
  db: Database | Transaction,
  source: RowsSource,
  request: RangeRequest,
  within: typeof withinBytes | typeof withinShares = withinShares,
) {
  const { order, keyed, take } = request;
  const fields = { ...source.columns, ...(keyed ? cursorFields(order, source.columns) : {}) };
  const bytes = openBytes(source.from, fields);
  const rows = db
    .select(bytes ? { ...named(fields), [BYTES]: bytes } : fields)
    .from(source.from as PgTable)
    .where(and(source.where, ...request.filters.map(condition), rangesOf(request)[request.range]))
    .orderBy(...orderBy(order))
    .limit(isUsual(take) ? literal(take) : sql.placeholder(TAKE));
  const query = keyed ? rows : rows.offset(sql.placeholder(afterSlot(0)));
  return bytes ? within(db, query.as('page'), source.from) : query;
}

const TAKE = 'page:take';

/** The values of a page's query. */
function bindings(request: RowsRequest, params: Values, bytes: number): PageValues {
  // One row more than asked for tells whether there is a next page.
  const take = request.limit + 1;
  const share = Math.floor(bytes / take);
  const bound = { [TAKE]: take, [MAX_BYTES]: bytes, [SHARE]: share };
  const values: PageValues = Object.assign(bound, params, boundValues(request.filters));
  if (!request.keyed) values[afterSlot(0)] = Number(request.cursor?.[0] ?? 0);
  else request.cursor?.forEach((value, i) => (values[afterSlot(i)] = value));
  return values;
}

type PageValues = Values & { [TAKE]: number };

function countQuery(
  db: Database | Transaction,
  source: RowsSource,
  { filters }: RowsRequest,
  most: number,
) {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(source.from as PgTable)
    .where(and(source.where, ...filters.map(condition)))
    // One more tells whether there are more.
    .limit(literal(most + 1))
    .as('counted');
  return db.select({ total: count() }).from(counted);
}
