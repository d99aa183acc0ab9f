import { getTableColumns, getViewSelectedFields, is, Table } from 'drizzle-orm';
import type { PgColumn, PgMaterializedView, PgTable, PgView } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { type AsSent, asSent } from './as-sent';

/** What rows can be read from. */
export type Source = PgTable | PgView | PgMaterializedView;

/** The columns of a table or view by their keys. */
export type ColumnsOf<From extends Source> = From extends PgTable
  ? From['_']['columns']
  : From extends PgView | PgMaterializedView
    ? From['_']['selectedFields']
    : never;

/** The columns of a table or view by their keys. */
export function columnsOf(source: Source): Record<string, PgColumn> {
  return (is(source, Table) ? getTableColumns(source) : getViewSelectedFields(source)) as Record<
    string,
    PgColumn
  >;
}

type Picked<Columns, Shape> = {
  [Key in keyof Shape & keyof Columns]: AsSent<Columns[Key]>;
};

/**
 * The columns that a response schema names, for `select` and `returning`, each as it is sent. A column that is not sent is not
 * read either: no secret reaches a place where it could be logged.
 *
 * @param includes what may be brought along with the rows: it is found by columns that are read for it, sent or not
 */
export function pickColumns<From extends Source, Shape extends z.ZodRawShape>(
  source: From,
  response: z.ZodObject<Shape>,
  includes: Record<string, { from: readonly string[] }> = {},
): Picked<ColumnsOf<From>, Shape> {
  const read = new Set(Object.keys(response.shape));
  for (const { from } of Object.values(includes)) for (const key of from) read.add(key);
  return Object.fromEntries(
    Object.entries(columnsOf(source))
      .filter(([key]) => read.has(key))
      .map(([key, column]) => [key, asSent(column)]),
  ) as never;
}
