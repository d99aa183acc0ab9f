import { is, SQL, sql } from 'drizzle-orm';
import { PgArray, PgColumn, type PgTimestamp } from 'drizzle-orm/pg-core';
import { types } from 'pg';
import { exactJson, exactNumber } from './exact-number';

/**
 * A column as it is read to be sent: out of the text of Postgres where the JavaScript value says less. A Date ends at milliseconds and
 * Postgres at microseconds: a client would find no row by the time that it has just been sent.
 */
export type AsSent<Field> =
  IsText<Field> extends true
    ? Field extends { _: { data: infer Data; notNull: infer NotNull } }
      ? SQL<NotNull extends true ? Text<Data> : Text<Data> | null>
      : never
    : Field;

/** Whether its values are sent as text, and are none to drizzle. */
type IsText<Field> = [Field] extends [never]
  ? false
  : Field extends { _: { dataType: 'date' } | { columnType: 'PgNumericBigInt' } }
    ? true
    : Field extends { _: { dataType: 'array'; baseColumn: infer Base } }
      ? IsText<Base>
      : false;

type Text<Data> = Data extends (infer Item)[] ? Text<Item>[] : string;

type Decode = (text: string) => unknown;

const fields = new WeakMap<PgColumn, SQL>();

/** What to select for a column that is sent. A table's own code, which selects the column itself, gets its JavaScript value. */
export function asSent<Field>(field: Field): AsSent<Field> {
  const decode = is(field, PgColumn) ? decoderOf(field) : undefined;
  if (!decode) return field;
  const column = field as PgColumn;
  const text = PARSED_BY_PG.has(column.columnType) ? sql`${column}::text` : sql`${column}`;
  const known = fields.get(column) ?? text.mapWith(decode);
  fields.set(column, known);
  return known as AsSent<Field>;
}

/** Whether this is what `asSent` makes of the column, whose values are as exact as Postgres compares them. */
export function isAsSent(field: unknown, column: PgColumn): boolean {
  return is(field, SQL) && fields.get(column) === field;
}

/** The value of a row that was read to be sent, as the driver takes it back. */
export function backToDriver(column: PgColumn, value: unknown): unknown {
  return typeof value === 'string' && decoderOf(column) ? value : column.mapToDriverValue(value);
}

/** By drizzle's name of a column's type, what makes of its text what is sent. Others have a JavaScript value that is as exact. */
const DECODERS: Record<string, Decode> = {
  PgDate: asItIs,
  PgNumericBigInt: asItIs,
  PgNumericNumber: exactNumber,
  PgBigInt53: exactNumber,
  PgBigSerial53: exactNumber,
  // drizzle parses a text in it once more.
  PgJson: exactJson,
  PgJsonb: exactJson,
  PgChar: withoutBlanks,
};

/** Those at the end of a char are none of its value. By hand, since a pattern for them takes the square of its time. */
export function withoutBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end -= 1;
  return text.slice(0, end);
}

function decoderOf(column: PgColumn): Decode | undefined {
  if (is(column, PgArray)) return listDecoder(column);
  if (column.columnType !== 'PgTimestamp') return DECODERS[column.columnType];
  return (column as PgTimestamp<never>).withTimezone ? zonedTimestamp : localTimestamp;
}

/** Of the others, pg hands out the text. */
const PARSED_BY_PG = new Set(['PgArray', 'PgJson', 'PgJsonb']);

/**
 * Lists of these drizzle reads by a parser of its own, which loses backslashes and takes NULL for a text, or it makes something else of
 * NULL, or fails at it. So it does at NULL in place of a list.
 */
const IN_LISTS = new Set([
  'PgBigInt64',
  'PgCustomColumn',
  'PgDateString',
  'PgEnumColumn',
  'PgEnumObjectColumn',
  'PgGeometry',
  'PgGeometryObject',
  'PgInterval',
  'PgLine',
  'PgLineABC',
  'PgNumeric',
  'PgPointObject',
  'PgPointTuple',
  'PgTimestampString',
]);

/** As pg reads lists itself; @types/pg say something else of it. */
const lists = types.arrayParser as unknown as {
  create: (text: string, decode: Decode) => { parse: () => unknown };
};

function listDecoder(list: PgColumn): Decode | undefined {
  let item = list;
  while (is(item, PgArray)) item = item.baseColumn;
  const decode = decoderOf(item) ?? (isReadByItem(list, item) ? itemDecoder(item) : undefined);
  return decode && ((text) => lists.create(text, decode).parse());
}

function isReadByItem(list: PgColumn, item: PgColumn): boolean {
  return IN_LISTS.has(item.columnType) || (is(list, PgArray) && list.baseColumn !== item);
}

function itemDecoder(item: PgColumn): Decode {
  // drizzle leaves that to pg.
  if (item.columnType === 'PgBoolean') return (text) => text === 't';
  return (text) => item.mapFromDriverValue(text);
}

function asItIs(text: string): string {
  return text;
}

/** `2026-01-02 03:04:05.6789+00` as `2026-01-02T03:04:05.6789Z`: in UTC, which connections ask for, only put together anew. */
function zonedTimestamp(text: string): string {
  return isUsual(text) && text.endsWith('+00') ? iso(text, text.length - 3) : inUtc(text);
}

/** A timestamp without time zone is in UTC to drizzle. */
function localTimestamp(text: string): string {
  return isUsual(text) && !text.endsWith('BC') ? iso(text, text.length) : text;
}

/** A year of four digits. Others, and `infinity`, are sent as Postgres writes them: RFC 3339 has no form for them. */
function isUsual(text: string): boolean {
  return text.charCodeAt(10) === SPACE;
}

function iso(text: string, end: number): string {
  const fill = end < SECONDS + 4 ? MILLISECONDS.slice(end - SECONDS) : '';
  return `${text.slice(0, 10)}T${text.slice(11, end)}${fill}Z`;
}

const SPACE = 32;
const SECONDS = '2026-01-02 03:04:05'.length;
const MILLISECONDS = '.000';

const ZONED =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;

/** Behind a pooler the zone is the server's own. */
function inUtc(text: string): string {
  const [, day, time, fraction = '', sign, hours, minutes = 0, seconds = 0] =
    ZONED.exec(text) ?? [];
  if (day === undefined) return text;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const utc = Date.parse(`${day}T${time}Z`) - (sign === '-' ? -offset : offset) * 1000;
  const moment = new Date(utc).toISOString();
  if (!/^(?!0000)\d{4}-/.test(moment)) return text;
  return `${moment.slice(0, SECONDS)}.${fraction.padEnd(3, '0')}Z`;
}
