import { Column as DrizzleColumn, getTableName, is, SQL, Table as DrizzleTable } from 'drizzle-orm';
import {
  getMaterializedViewConfig,
  getViewConfig,
  PgMaterializedView,
  PgView,
} from 'drizzle-orm/pg-core';
import type { Column, Table } from '../table.ts';
import { readColumn, readExpressionColumn } from './columns.ts';
import type { Context } from './context.ts';

export type AnyView = PgView | PgMaterializedView;

/** Whether an export is a view or a materialized view, of whichever copy of drizzle-orm. */
export const isView = (value: unknown): value is AnyView =>
  is(value, PgView) || is(value, PgMaterializedView);

export interface ReadView {
  table: Table;
  /** The query behind it; empty when it has none. */
  sql: string;
  /** `.existing()`: migrations do not create it. */
  existing: boolean;
}

/** A view as a table without keys. Columns that are selections of whole tables are left out with a notice. */
export function readView(view: AnyView, exportName: string | null, context: Context): ReadView {
  const materialized = is(view, PgMaterializedView);
  const config = materialized ? getMaterializedViewConfig(view) : getViewConfig(view);
  const schema = config.schema ?? null;
  const id = `${schema ?? 'public'}.${config.name}`;
  const columns = Object.entries(config.selectedFields as Record<string, unknown>).flatMap(
    ([key, field]) => readField(id, key, field, context),
  );
  return {
    sql: config.query ? context.render(config.query) : '',
    existing: config.isExisting,
    table: {
      id,
      kind: materialized ? 'materialized-view' : 'view',
      exportName,
      name: config.name,
      schema,
      prefix: '',
      columns,
      primaryKey: [],
      foreignKeys: [],
      uniqueKeys: [],
      indexes: [],
      checks: [],
    },
  };
}

function readField(id: string, key: string, field: unknown, context: Context): Column[] {
  if (is(field, DrizzleColumn)) {
    return [{ ...readColumn(key, field, context), default: 'none', onUpdate: false }];
  }
  if (is(field, SQL.Aliased)) return [readExpressionColumn(key, field.fieldAlias)];
  if (is(field, SQL)) return [readExpressionColumn(key, key)];
  const what = is(field, DrizzleTable)
    ? `the whole table ${getTableName(field)}`
    : 'a nested object';
  context.notice(`${id}.${key}`, `The view selects ${what} under this key; it was left out.`);
  return [];
}
