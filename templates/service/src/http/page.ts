import type { SelectedFieldsFlat } from 'drizzle-orm/pg-core';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import type { Context, Values } from '../db/context';
import { cursorValues } from '../db/keyset';
import { rowsCounter, rowsReader, type RowsSource } from '../db/page';
import { maxBytes } from '../db/page-bytes';
import { encodeCursor } from './cursor';
import { type Includes, loadIncludes } from './includes';
import { MAX_TOTAL, type PageRequest } from './list';
import { inTurn } from './slow-lists';

export interface PageSource<Fields extends SelectedFieldsFlat> extends RowsSource<Fields> {
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
 * A function that reads one page: its rows (`rowsReader`), with one more query for the total if asked for, and one for each include.
 *
 * @returns a function from the checked request, and values for the placeholders in `where`, to the page
 */
export function pageReader<Fields extends SelectedFieldsFlat>(source: PageSource<Fields>) {
  const readRows = rowsReader(source);
  const countRows = rowsCounter(source, MAX_TOTAL);

  async function readPage(
    context: Context,
    request: PageRequest,
    params: Values,
  ): Promise<Page<Row>> {
    const bytes = maxBytes(context, 1 + request.include.length);
    const { rows: data, hasMore } = await readRows(context, request, params, bytes);
    const page: Page<Row> = { data, nextCursor: hasMore ? nextCursor(request, data) : null };
    if (!request.total) return page;
    const total = await countRows(context, request, params);
    return { ...page, total: Math.min(total, MAX_TOTAL), totalIsExact: total <= MAX_TOTAL };
  }

  return async (
    context: Context,
    request: PageRequest,
    params: Values = {},
  ): Promise<Page<SelectResultFields<Fields>>> => {
    const page = await (request.slow
      ? inTurn(context, () => readPage(context, request, params))
      : readPage(context, request, params));
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

function nextCursor(request: PageRequest, data: Row[]): string {
  const last = data.at(-1) as Row;
  const values = request.keyed
    ? cursorValues(request.order, last)
    : [String(Number(request.cursor?.[0] ?? 0) + data.length)];
  return encodeCursor(request.sort, values);
}
