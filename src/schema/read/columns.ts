import { type Column as DrizzleColumn, is, SQL } from 'drizzle-orm';
import { PgArray, PgCustomColumn } from 'drizzle-orm/pg-core';
import type { Column, ColumnKind, JsType } from '../table.ts';
import { COLUMN_TYPES, PLAIN_CUSTOM_TYPES } from './column-types.ts';
import { type Context, tableColumns } from './context.ts';
import { findCustomSample } from './custom-sample.ts';

/** The parts of drizzle's column classes that only some of them have. */
interface Detailed extends DrizzleColumn {
  length?: unknown;
  dimensions?: unknown;
  precision?: unknown;
  scale?: unknown;
  withTimezone?: unknown;
  intervalConfig?: { precision?: unknown };
  mapTo?: unknown;
  mapFrom?: unknown;
}

/** One column as plain data, under its key in the table object. */
export function readColumn(key: string, column: DrizzleColumn, context: Context): Column {
  const { element, sizes } = unwrapArray(column);
  const sqlType = element.getSQLType();
  const { kind, jsType, sample } = classify(element, sqlType);
  const identity = column.generatedIdentity;
  return {
    key,
    name: context.columnName(column),
    kind,
    jsType,
    sqlType,
    arrayDimensions: sizes.length,
    ...(sizes.some((size) => size !== null) && { arraySizes: sizes }),
    notNull: column.notNull || column.primary,
    default: defaultSource(column),
    ...constantDefault(column, context),
    generatedAlways: column.generated !== undefined || identity?.type === 'always',
    ...madeOf(column, context),
    onUpdate: column.onUpdateFn !== undefined,
    enumValues: element.enumValues?.length ? [...element.enumValues] : null,
    length: asNumber(element.length) ?? asNumber(element.dimensions),
    precision: asNumber(element.precision) ?? asNumber(element.intervalConfig?.precision),
    scale: asNumber(element.scale),
    withTimezone: element.withTimezone === true,
    ...(element.columnType === 'PgEnumObjectColumn' && { enumObject: true }),
    ...(sample !== undefined && { customSample: sample }),
  };
}

/** What a generated expression names: for all that it may be, a column of its table. */
function madeOf(column: DrizzleColumn, context: Context): Partial<Column> {
  if (!column.generated) return {};
  const { as } = column.generated;
  const text = is(as, SQL) || typeof as === 'function' ? context.render(as) : '';
  // Names in quotes, and others in whatever case; a text is none.
  const names = text
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu);
  const named = new Set(
    names?.map((name) => name.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"')),
  );
  const isNamed = (name: string) =>
    named.has(name) || [...named].some((one) => one.toLowerCase() === name);
  const others = Object.entries(tableColumns(column.table));
  return {
    madeOf: others
      .filter(([, other]) => other !== column && isNamed(context.columnName(other)))
      .map(([key]) => key),
  };
}

/** The column inside any number of `.array()`s. */
export function unwrapArray(column: DrizzleColumn): {
  element: Detailed;
  /** One for each dimension, from the outermost on: how many items it has, or null where any number will do. */
  sizes: (number | null)[];
} {
  if (!is(column, PgArray)) return { element: column, sizes: [] };
  const inner = unwrapArray(column.baseColumn);
  return { ...inner, sizes: [column.size ?? null, ...inner.sizes] };
}

/** Types whose value is an object in this mode and a tuple in the other. */
const OBJECT_MODES: Record<string, object> = {
  PgPointObject: { x: 1, y: 2 },
  PgGeometryObject: { x: 1, y: 2 },
  PgLineABC: { a: 1, b: -1, c: 0 },
};

interface Classified {
  kind: ColumnKind;
  jsType: JsType;
  sample?: unknown;
}

function classify(column: Detailed, sqlType: string): Classified {
  const known = COLUMN_TYPES[column.columnType];
  if (known) {
    const kind = known[0] === 'text' && column.enumValues?.length ? 'enum' : known[0];
    return { kind, jsType: known[1], sample: OBJECT_MODES[column.columnType] };
  }
  const isMapped = column.mapTo !== undefined || column.mapFrom !== undefined;
  const plain = PLAIN_CUSTOM_TYPES[sqlType.toLowerCase()];
  if (plain && is(column, PgCustomColumn) && !isMapped) return { kind: plain[0], jsType: plain[1] };
  const found = findCustomSample(sqlType, column);
  return { kind: 'custom', jsType: found?.jsType ?? 'unknown', sample: found?.sample };
}

/** drizzle also runs `$onUpdate` on insert when there is no other default. */
function defaultSource(column: DrizzleColumn): Column['default'] {
  if (column.generatedIdentity) return 'identity';
  if (column.defaultFn !== undefined) return 'runtime';
  if (column.default !== undefined || column.generated !== undefined) return 'sql';
  if (/Serial/.test(column.columnType)) return 'sql';
  return column.onUpdateFn === undefined ? 'none' : 'runtime';
}

/** A literal, as SQL may have it: `''::text`, `0`. */
const LITERAL = /^(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false)(?:::[\w ."()]+)?$/i;

/** `auth.user_id()`, `current_setting('app.tenant')`, `current_user`; no time is. */
const SAYS_WHO =
  /\bauth\.\w+\s*\(|\b(?:current|session)_user\b|\bcurrent_(?!date|time|timestamp)\w+\s*\(/i;

function constantDefault(column: DrizzleColumn, context: Context): Partial<Column> {
  if (column.generated || column.generatedIdentity || column.defaultFn) return {};
  const value: unknown = column.default;
  if (value === undefined) return {};
  if (!is(value, SQL)) return { constantDefault: true, ...plainValue(value) };
  const text = context.render(value).trim();
  if (LITERAL.test(text)) return { constantDefault: true, ...plainValue(literalValue(text)) };
  return SAYS_WHO.test(text) ? { defaultSaysWho: true } : {};
}

const plainValue = (value: unknown): Partial<Column> =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { defaultValue: value }
    : {};

/** `'it''s'::text`, `0`, `true`. */
function literalValue(text: string): string | number | boolean {
  const quoted = /^'((?:[^']|'')*)'/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  const [bare = ''] = text.split('::');
  return /^(true|false)$/i.test(bare) ? bare.toLowerCase() === 'true' : Number(bare);
}

const asNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A column of a view that is an expression: all that is known is its name. */
export function readExpressionColumn(key: string, name: string): Column {
  return {
    key,
    name,
    kind: 'custom',
    jsType: 'unknown',
    sqlType: 'unknown',
    arrayDimensions: 0,
    notNull: false,
    default: 'none',
    generatedAlways: false,
    onUpdate: false,
    enumValues: null,
    length: null,
    precision: null,
    scale: null,
    withTimezone: false,
  };
}

/** SQL that a column brings into a migration: its default and its generating expression. */
export function columnSql(column: DrizzleColumn, context: Context): string[] {
  const expressions = [column.default, column.generated?.as];
  return expressions
    .filter((value) => is(value, SQL) || typeof value === 'function')
    .map((value) => context.render(value))
    .filter(Boolean);
}
