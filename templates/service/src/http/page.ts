import { and, count, type SQL, sql } from 'drizzle-orm';
import type { PgTable, SelectedFieldsFlat } from 'drizzle-orm/pg-core';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import type { Database, Transaction } from '../db/client';
import type { Source } from '../db/columns';
import type { Context, Values } from '../db/context';
import { type Includes, loadIncludes } from '../db/includes';
import { cursorFields, cursorValues, orderBy, rangesAfter } from '../db/keyset';
import {
  BYTES,
  hasLong,
  isCut,
  MAX_BYTES,
  maxBytes,
  named,
  openBytes,
  SHARE,
  withinBytes,
  withinShares,
} from '../db/page-bytes';
import { byShape } from '../db/shapes';
import { encodeCursor } from './cursor';
import { boundValues, condition, filterShape } from './filters';
import { MAX_TOTAL, type PageRequest } from './list';
import { inTurn } from './slow-lists';

export interface PageSource<Fields extends SelectedFieldsFlat> {
  from: Source;
  /** What to select of each row. */
  columns: Fields;
  /**
   * Which rows the list is about, before the client's filters. May hold values of the context (`fromContext`), and
   * placeholders that are bound by `params`: of any name without a colon, which sets apart those of a page and of its filters.
   */
  where?: SQL | undefined;
  includes?: Includes;
}

export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
  /** At most `MAX_TOTAL`; then there may be more. */
  total?: number;
  totalIsExact?: boolean;
}

type Row = Record<string, unknown>;

/**
 * A function that reads one page: one query for the rows, a second one where NULL is met on it or where rows are long, one more for
 * the total if asked for, one for each include.
 *
 * @returns a function from the checked request, and values for the placeholders in `where`, to the page
 */
export function pageReader<Fields extends SelectedFieldsFlat>(source: PageSource<Fields>) {
  const readRange = byShape<RangeRequest>({
    build: (db, request) => pageQuery(db, source, request),
    shapeOf: rangeShape,
  });
  const readLong = byShape<RangeRequest>({
    build: (db, request) => pageQuery(db, source, request, withinBytes),
    shapeOf: rangeShape,
  });
  const countAll = byShape<PageRequest>({
    build: (db, request) => totalQuery(db, source, request),
    shapeOf: ({ filters }) => filters.map(filterShape).join(),
  });

  async function readPage(
    context: Context,
    request: PageRequest,
    params: Values,
    bytes: number,
  ): Promise<Page<Row>> {
    const given = bindings(request, params, bytes);
    const asked: RangeRequest = { ...request, range: 0 };
    const ranges = Math.max(1, rangesOf(request).length);
    const rows: Row[] = [];
    let isShort = false;
    for (; asked.range < ranges && given[TAKE] > 0 && !isShort; asked.range += 1) {
      let found = await readRange(context, asked, given);
      if (hasLong(found)) found = await readLong(context, asked, given);
      isShort = isCut(found);
      rows.push(...found);
      given[TAKE] -= found.length;
    }
    const data = rows.slice(0, request.limit);
    const page: Page<Row> = {
      data,
      nextCursor: isShort || rows.length > request.limit ? nextCursor(request, data) : null,
    };
    if (!request.total) return page;
    const bound = { ...params, ...boundValues(request.filters) };
    const counted = Number((await countAll(context, request, bound))[0]?.['total']);
    return { ...page, total: Math.min(counted, MAX_TOTAL), totalIsExact: counted <= MAX_TOTAL };
  }

  return async (
    context: Context,
    request: PageRequest,
    params: Values = {},
  ): Promise<Page<SelectResultFields<Fields>>> => {
    const bytes = maxBytes(context, 1 + request.include.length);
    const page = await (request.slow
      ? inTurn(context, () => readPage(context, request, params, bytes))
      : readPage(context, request, params, bytes));
    const { data } = page;
    const whole = source.includes
      ? await loadIncludes(context, source.includes, request.include, data)
      : data.length;
    if (whole < data.length) {
      data.length = whole;
      page.nextCursor = nextCursor(request, data);
    }
    return page as Page<SelectResultFields<Fields>>;
  };
}

function rangeShape({ sort, cursor, filters, range }: RangeRequest): string {
  const nulls = cursor?.map((value) => (value === null ? 'n' : 'v')).join('') ?? '';
  return `${sort}|${nulls}|${range}|${filters.map(filterShape).join()}`;
}

/** The rows behind a cursor are one range of the order, or several that follow each other. */
export interface RangeRequest extends PageRequest {
  range: number;
}

function rangesOf({ order, cursor, keyed }: PageRequest): SQL[] {
  if (!keyed || !cursor) return [];
  const bounds = cursor.map((value, i) => (value === null ? null : sql.placeholder(afterName(i))));
  return rangesAfter(order, bounds);
}

/**
 * The query for one range of a page, with placeholders for its values.
 *
 * @param within what to do about long rows
 */
export function pageQuery(
  db: Database | Transaction,
  source: PageSource<SelectedFieldsFlat>,
  request: RangeRequest,
  within: typeof withinBytes | typeof withinShares = withinShares,
) {
  const { order, keyed } = request;
  const fields = { ...source.columns, ...(keyed ? cursorFields(order, source.columns) : {}) };
  const bytes = openBytes(source.from, fields);
  const rows = db
    .select(bytes ? { ...named(fields), [BYTES]: bytes } : fields)
    .from(source.from as PgTable)
    .where(and(source.where, ...request.filters.map(condition), rangesOf(request)[request.range]))
    .orderBy(...orderBy(order))
    .limit(sql.placeholder(TAKE));
  const query = keyed ? rows : rows.offset(sql.placeholder(afterName(0)));
  return bytes ? within(db, query.as('page'), source.from) : query;
}

const TAKE = 'page:take';
const afterName = (i: number) => `page:after:${i}`;

/** The values of a page's query. */
function bindings(request: PageRequest, params: Values, bytes: number): PageValues {
  // One row more than asked for tells whether there is a next page.
  const take = request.limit + 1;
  const share = Math.floor(bytes / take);
  const bound = { [TAKE]: take, [MAX_BYTES]: bytes, [SHARE]: share };
  const values: PageValues = Object.assign(bound, params, boundValues(request.filters));
  if (!request.keyed) values[afterName(0)] = Number(request.cursor?.[0] ?? 0);
  else request.cursor?.forEach((value, i) => (values[afterName(i)] = value));
  return values;
}

type PageValues = Values & { [TAKE]: number };

function nextCursor(request: PageRequest, data: Row[]): string {
  const last = data.at(-1) as Row;
  const values = request.keyed
    ? cursorValues(request.order, last)
    : [String(Number(request.cursor?.[0] ?? 0) + data.length)];
  return encodeCursor(request.sort, values);
}

function totalQuery(
  db: Database | Transaction,
  source: PageSource<SelectedFieldsFlat>,
  { filters }: PageRequest,
) {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(source.from as PgTable)
    .where(and(source.where, ...filters.map(condition)))
    .limit(MAX_TOTAL + 1)
    .as('counted');
  return db.select({ total: count() }).from(counted);
}
