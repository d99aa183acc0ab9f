import type { Column, Table } from '../table.ts';
import { identifier, sqlText, unless } from './guards.ts';

/** A table that the schema refers to and does not own, with the columns that it declares and its keys. */
export function tableStandIn({ name, schema, columns, primaryKey, uniqueKeys }: Table): string {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const list = (keys: string[]) =>
    keys.map((key) => identifier(byKey.get(key)?.name ?? key)).join(', ');
  const parts = [
    ...columns.map(columnDefinition),
    ...(primaryKey.length > 0 ? [`PRIMARY KEY (${list(primaryKey)})`] : []),
    ...uniqueKeys.map((key) => `UNIQUE (${list(key.columns)})`),
  ];
  const home = schema ?? 'public';
  return unless(
    `SELECT FROM pg_tables WHERE schemaname = ${sqlText(home)} AND tablename = ${sqlText(name)}`,
    `CREATE TABLE ${identifier(home)}.${identifier(name)} (${parts.join(', ')})`,
  );
}

/** Columns without NOT NULL and defaults: rows of a stand-in are made by tests that know only the key. */
function columnDefinition({ name, sqlType, kind, arrayDimensions }: Column): string {
  const type = kind === 'enum' && !/^(text|varchar|char)/.test(sqlType) ? 'text' : sqlType;
  return `${identifier(name)} ${type}${'[]'.repeat(arrayDimensions)}`;
}
