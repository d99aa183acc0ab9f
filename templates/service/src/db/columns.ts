import { getTableColumns, getViewSelectedFields, is, Table } from 'drizzle-orm';
import type { PgTable, PgView } from 'drizzle-orm/pg-core';
import type { z } from 'zod';

type ColumnsOf<Source> = Source extends PgTable
  ? Source['_']['columns']
  : Source extends PgView
    ? Source['_']['selectedFields']
    : never;

/**
 * The columns that a response schema names, for `select` and `returning`. A column that is not sent is not read either: no
 * secret reaches a place where it could be logged.
 */
export function pickColumns<Source extends PgTable | PgView, Shape extends z.ZodRawShape>(
  source: Source,
  response: z.ZodObject<Shape>,
): Pick<ColumnsOf<Source>, keyof Shape & keyof ColumnsOf<Source>> {
  const columns = is(source, Table) ? getTableColumns(source) : getViewSelectedFields(source);
  return Object.fromEntries(
    Object.entries(columns).filter(([key]) => key in response.shape),
  ) as never;
}
