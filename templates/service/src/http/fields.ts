import { is } from 'drizzle-orm';
import { PgArray, type PgColumn, type PgTimestampString } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { jsonLimits, MAX_JSON_DEPTH, MAX_JSON_VALUES, MAX_TEXT } from './body-limits';
import {
  interval,
  time,
  timeWithOffset,
  urlDay,
  urlDayText,
  urlLocalTimestampText,
  urlTimestamp,
  urlTimestampText,
} from './times';

export { MAX_ITEMS, MAX_TEXT } from './body-limits';
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

/** A text of a type that only its own name tells to be one. */
export const anyText = z.string();

/** char(length), which Postgres fills up with blanks: they are none of its value. */
export function charText(length: number) {
  return z.string().max(length);
}

const MAX_DIGITS = 1000;

/** numeric(precision, scale) as a string, exact. */
export function decimal(precision = MAX_DIGITS, scale = precision) {
  const whole = Math.max(precision - scale, 1);
  const fraction = scale > 0 ? `(\\.\\d{1,${scale}})?` : '';
  return z
    .string()
    .regex(
      new RegExp(`^-?\\d{1,${precision === MAX_DIGITS ? MAX_DIGITS : whole}}${fraction}$`),
      precision === MAX_DIGITS
        ? 'Must be a decimal number, written as a string'
        : `Must be a decimal number with at most ${precision - scale} digits before and ${scale} after the point, written as a string`,
    );
}

const INT64_MAX = 2n ** 63n - 1n;

/** A 64-bit integer, written as a string. */
export const int64 = z
  .string()
  .regex(/^-?\d{1,19}$/, 'Must be a 64-bit integer, written as a string')
  .transform(BigInt)
  .refine((value) => value <= INT64_MAX && value >= -INT64_MAX - 1n, 'Must fit in 64 bits');

/** numeric(precision) whose values are a bigint to code, written as a string. */
export function wholeNumber(precision = MAX_DIGITS) {
  return z
    .string()
    .regex(
      new RegExp(`^-?\\d{1,${precision}}$`),
      `Must be a whole number of at most ${precision} digits, written as a string`,
    )
    .transform(BigInt);
}

/** A decimal number as it is sent, of which all digits count. */
export const sentDecimal = z.string().meta({ description: 'A decimal number, exact' });

/** numeric(precision, scale) whose values are a number to code: Postgres would round what has more digits. */
export function decimalNumber(precision: number, scale: number) {
  const text = decimal(precision, scale);
  return z
    .number()
    .refine(
      (value) => text.safeParse(String(value)).success,
      `Must have at most ${precision - scale} digits before and ${scale} after the point`,
    );
}

const REAL_MAX = 3.4028234663852886e38;

/** What a real holds, which rounds it to 6 digits or a few more. */
export const real = z.number().min(-REAL_MAX).max(REAL_MAX);

export const double = z.number();

/** numeric as it is sent where its values are a number to code, with all of its digits. */
export const sentNumber = z.number();

/** A floating point number as it is sent. */
export const sentFloat = z.number().meta({ description: 'null for NaN and infinity' });

/**
 * JSON of a shape that only the column's `$type` knows: what a client sends is not checked to be of that shape.
 *
 * @param values how many values it may hold, if it is not the usual number
 * @param text how many characters all its text may have
 */
export function json<Shape>({ values = MAX_JSON_VALUES, text = MAX_TEXT } = {}): z.ZodType<
  Shape,
  Shape
> {
  const schema = z
    .custom<Shape>(
      (value) => value !== undefined && value !== null && isWithinDepth(value, MAX_JSON_DEPTH),
      { error: `Must be JSON, at most ${MAX_JSON_DEPTH} levels deep`, abort: true },
    )
    .refine((value) => textIn(value) <= text, `Must have at most ${text} characters of text`);
  return schema.register(jsonLimits, { values });
}

/** How long all keys and texts of a JSON value are together. */
function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textIn(item), 0);
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + textIn(item), 0);
}

function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((child) => isWithinDepth(child, depth - 1));
}

/** A key in a path that may be any text. */
export const keyText = z.string().min(1).max(1000);

/** The longest part of a path that is taken for a key: see `maxParamLength` in `src/app.ts`. */
export const MAX_KEY_LENGTH = 512;

/** A text that is a part of a key: one that no URL can hold would make a row that nobody finds again. */
export function keyOf<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.refine(
    (value) => typeof value !== 'string' || isReachable(value),
    `Must be what a URL can hold: neither empty nor . or .., and at most ${MAX_KEY_LENGTH} characters`,
  );
}

function isReachable(key: string): boolean {
  // The router measures these as they are escaped.
  const escaped = key.match(/[#$&+,/:;=?@%]/g)?.length ?? 0;
  return !/^\.{0,2}$/.test(key) && key.length + 2 * escaped <= MAX_KEY_LENGTH;
}

/** A change of nothing is refused: whoever sends it meant something else. */
export function notEmpty<Shape extends z.ZodRawShape>(changes: z.ZodObject<Shape>) {
  return changes.refine((values) => Object.keys(values).length > 0, 'Must set at least one field');
}

/**
 * A value whose `$type` only the compiler knows. What a client sends is checked to be of the column's plain type, not of
 * that narrower one: list the allowed values here, or as an enum in the schema, to have them checked.
 */
export function typed<Value>(plain: z.ZodType): z.ZodType<Value, Value> {
  return plain as unknown as z.ZodType<Value, Value>;
}

/**
 * A value of a custom type: whatever its own mapping takes, which may throw at what it was not written for.
 *
 * @param type what the mapping was seen to take, if that is a plain value
 */
export function mapped<Column extends PgColumn>(
  column: Column,
  type?: 'string' | 'number' | 'boolean',
): z.ZodType<Column['_']['data'], Column['_']['data']> {
  const takes = (value: unknown): boolean => {
    if (value === undefined || value === null || !isMadeOf(value, column, type)) return false;
    if (!isWithinDepth(value, MAX_JSON_DEPTH)) return false;
    try {
      return column.mapToDriverValue(value) !== undefined;
    } catch {
      return false;
    }
  };
  const field = z.custom<Column['_']['data']>(
    takes,
    `Must be ${type ? `a ${type}` : 'a value'} for the type ${column.getSQLType()}`,
  );
  return type ? field.meta(plainSchema(column, type)) : field;
}

/** Whether it is of the plain type, or lists of such where the column has lists. */
function isMadeOf(value: unknown, column: PgColumn, type: string | undefined): boolean {
  if (!is(column, PgArray)) return type === undefined || typeof value === type;
  return Array.isArray(value) && value.every((item) => isMadeOf(item, column.baseColumn, type));
}

function plainSchema(column: PgColumn, type: string): Record<string, unknown> {
  return is(column, PgArray)
    ? { type: 'array', items: plainSchema(column.baseColumn, type) }
    : { type };
}

/** JSON as the database has it, sent unchecked. */
export function storedJson<Shape>(): z.ZodType<Shape, Shape> {
  return z.unknown() as unknown as z.ZodType<Shape, Shape>;
}

/** A whole number in a URL. The description says what it stands for, not that a URL can hold only text. */
export function integerText(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d{1,16}$/, 'Must be a whole number')
    .meta({ type: 'integer', pattern: undefined, minimum: min, maximum: max })
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

/** `true` or `false` in a URL. */
export const booleanText = z
  .enum(['true', 'false'])
  .meta({ type: 'boolean', enum: undefined })
  .transform((text) => text === 'true');

export const int16Text = integerText(-(2 ** 15), 2 ** 15 - 1);
export const int32Text = integerText(-(2 ** 31), 2 ** 31 - 1);

/** A bigint in a URL whose values are a number to code. What a number does not hold goes to the database as it is. */
export const bigintText = z
  .string()
  .refine((text) => int64.safeParse(text).success, 'Must be a whole number of 64 bits')
  .meta({ type: 'integer', format: 'int64' })
  .transform((text) => (Number.isSafeInteger(Number(text)) ? Number(text) : int64.parse(text)))
  .transform((value) => value as number);

/** A decimal number in a URL, with all of its digits: any that can be sent. */
export const decimalText = z
  .string()
  .regex(
    /^(-?\d{1,1000}(\.\d{1,1000})?(e[+-]?\d{1,3})?|NaN|-?Infinity)$/,
    'Must be a decimal number',
  );

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
  PgReal: () => floatText,
  PgDoublePrecision: () => floatText,
};

const floatText = z
  .string()
  .regex(/^-?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,3})?$/i, 'Must be a number')
  .transform(Number)
  .pipe(z.number());

/**
 * The column's value as it stands in a URL.
 *
 * @returns a schema from the text to the value as drizzle takes it
 */
export function urlValue(column: PgColumn): z.ZodType<unknown, string> {
  if (column.enumValues?.length) return z.enum(column.enumValues as [string, ...string[]]);
  return URL_TYPES[column.columnType]?.(column) ?? z.string().max(1000);
}
