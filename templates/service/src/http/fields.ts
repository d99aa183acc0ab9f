import type { PgColumn, PgTimestampString } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { withoutBlanks } from '../db/as-sent';
import {
  bigintText,
  decimalText,
  floatText,
  int16Text,
  int32Text,
  int64,
  realText,
} from './numbers';
import { interval, time, timeWithOffset } from './spans';
import { urlDay, urlDayText, urlLocalTimestampText, urlTimestamp, urlTimestampText } from './times';

export { MAX_ITEMS, MAX_TEXT } from './body-limits';
export * from './json';
export * from './numbers';
export * from './spans';
export * from './times';

/**
 * How column values look in JSON and in URLs, where those have no type for them: timestamps and days as ISO 8601, exact
 * decimals and 64-bit integers as strings (a JSON number loses digits beyond 2^53), bytes as base64.
 */

/** Any UUID that Postgres takes, not only those whose version and variant bits follow RFC 9562. */
export const uuid = z.guid('Must be a UUID');

export const ipAddress = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

export const macAddress = z.mac();

/** The longer form, EUI-64. */
export const macAddress8 = z
  .string()
  .regex(/^([0-9a-f]{2}:){7}[0-9a-f]{2}$/i, 'Must be an EUI-64 address');

export const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));

/** A bit string, which has to have just as many bits as its column. */
export function bits(length: number) {
  return z.string().regex(new RegExp(`^[01]{${length}}$`), `Must be ${length} zeros and ones`);
}

/** pgvector's `{1:0.5,7:2}/10`: the places that are not zero, counted from 1, and how many places there are. */
export function sparseVector(dimensions: number) {
  const place = String.raw`\d{1,10}:-?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,2})?`;
  return z
    .string()
    .regex(
      new RegExp(`^\\{(${place}(,${place})*)?\\}/${dimensions}$`, 'i'),
      `Must be a sparse vector of ${dimensions} dimensions, such as {1:0.5}/${dimensions}`,
    );
}

/** What is as close to zero as this, Postgres takes for zero in a line. */
const ALMOST_ZERO = 1e-6;
const NO_LINE = 'Must have an a or a b that is not 0';
const LINE = {
  description: `Where ax + by + c is 0: a or b is further from 0 than ${ALMOST_ZERO}`,
};

function isLine(a: number, b: number): boolean {
  return Math.abs(a) > ALMOST_ZERO || Math.abs(b) > ALMOST_ZERO;
}

/** A line as a, b and c. */
export const lineTuple = z
  .tuple([z.number(), z.number(), z.number()])
  .refine(([a, b]) => isLine(a, b), NO_LINE)
  .meta(LINE);

/** The same for a column in mode `abc`. */
export const lineObject = z
  .strictObject({ a: z.number(), b: z.number(), c: z.number() })
  .refine(({ a, b }) => isLine(a, b), NO_LINE)
  .meta(LINE);

/** A point for a column in mode `xy`. */
export const pointObject = z.strictObject({ x: z.number(), y: z.number() });

/** Lists of lists, none of which is empty: Postgres keeps no shape of what holds nothing, and `[[]]` would come back as `[]`. */
export function filled<Lists extends z.ZodArray>(lists: Lists): Lists {
  const { element } = lists.def;
  if (!(element instanceof z.ZodArray)) return lists;
  return lists.clone({ ...lists.def, element: filled(element.min(1)) });
}

/** A text of a type that only its own name tells to be one. */
export const anyText = z.string();

/** char(length), which Postgres fills up with blanks: they are none of its value. */
export function charText(length: number) {
  return z.string().max(length).overwrite(withoutBlanks);
}

/** The longest part of a path that is taken for a key: see `maxParamLength` in `src/app.ts`. */
export const MAX_KEY_LENGTH = 512;

/** A key in a path that may be any text. */
export const keyText = z.string().min(1).max(MAX_KEY_LENGTH);

/** A text that is a part of a key: one that no URL can hold would make a row that nobody finds again. */
export function keyOf<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema
    .refine(
      (value) => typeof value !== 'string' || isReachable(value),
      `Must be what a URL can hold: neither empty nor . or .., and at most ${MAX_KEY_LENGTH} characters`,
    )
    .meta({ not: { enum: ['', '.', '..'] } });
}

function isReachable(key: string): boolean {
  // The router measures these as they are escaped.
  const escaped = key.match(/[#$&+,/:;=?@%]/g)?.length ?? 0;
  return !/^\.{0,2}$/.test(key) && key.length + 2 * escaped <= MAX_KEY_LENGTH;
}

/** A change of nothing is refused: whoever sends it meant something else. */
export function notEmpty<Shape extends z.ZodRawShape>(changes: z.ZodObject<Shape>) {
  return changes
    .refine((values) => Object.keys(values).length > 0, 'Must set at least one field')
    .meta({ minProperties: 1 });
}

/**
 * A value whose `$type` only the compiler knows. What a client sends is checked to be of the column's plain type, not of
 * that narrower one: list the allowed values here, or as an enum in the schema, to have them checked.
 */
export function typed<Value>(plain: z.ZodType): z.ZodType<Value, Value> {
  return plain as unknown as z.ZodType<Value, Value>;
}

/** `true` or `false` in a URL. */
export const booleanText = z
  .enum(['true', 'false'])
  .meta({ type: 'boolean', enum: undefined })
  .transform((text) => text === 'true');

/** By drizzle's name of the column's type: what stands for it in a path or a query. */
const URL_TYPES: Record<string, (column: PgColumn) => z.ZodType<unknown, string>> = {
  PgSmallInt: () => int16Text,
  PgSmallSerial: () => int16Text,
  PgInteger: () => int32Text,
  PgSerial: () => int32Text,
  PgBigInt53: () => bigintText,
  PgBigSerial53: () => bigintText,
  PgBigInt64: () => int64,
  PgBigSerial64: () => int64,
  PgUUID: () => uuid,
  PgBoolean: () => booleanText,
  PgTimestamp: () => urlTimestamp,
  PgTimestampString: (column) =>
    (column as PgTimestampString<never>).withTimezone ? urlTimestampText : urlLocalTimestampText,
  PgDate: () => urlDay,
  PgDateString: () => urlDayText,
  PgTime: (column) => ((column as { withTimezone?: boolean }).withTimezone ? timeWithOffset : time),
  PgInterval: () => interval,
  PgInet: () => ipAddress,
  PgCidr: () => ipAddress,
  PgMacaddr: () => macAddress,
  PgMacaddr8: () => macAddress8,
  PgNumeric: () => decimalText,
  PgNumericNumber: () => decimalText,
  PgNumericBigInt: () => decimalText,
  PgReal: () => realText,
  PgDoublePrecision: () => floatText,
};

/**
 * The column's value as it stands in a URL.
 *
 * @returns a schema from the text to the value as drizzle takes it
 */
export function urlValue(column: PgColumn): z.ZodType<unknown, string> {
  if (column.enumValues?.length) return z.enum(column.enumValues as [string, ...string[]]);
  return URL_TYPES[column.columnType]?.(column) ?? z.string().max(1000);
}
