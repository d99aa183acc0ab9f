import { is } from 'drizzle-orm';
import { PgArray, type PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { decimal, rangeOf } from './numbers';
import { jsonLimits, MAX_JSON_DEPTH, MAX_JSON_VALUES, MAX_TEXT } from './body-limits';

// Values whose shape the kind of their column does not tell: JSON, and those of custom types.

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
    .refine(hasAtMost(text), `Must have at most ${text} characters of text`);
  return schema
    .meta({
      not: { type: 'null' },
      description: `JSON of at most ${MAX_JSON_DEPTH} levels, ${values} values and ${text} characters of text`,
    })
    .register(jsonLimits, { values });
}

const hasAtMost = (text: number) => (value: unknown) => textIn(value) <= text;

/** How long all keys and texts of a JSON value are together. */
function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textIn(item), 0);
  // A pair for each of very many fields would take more than the fields.
  const fields = value as Record<string, unknown>;
  return Object.keys(fields).reduce((sum, key) => sum + key.length + textIn(fields[key]), 0);
}

function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((child) => isWithinDepth(child, depth - 1));
}

/**
 * A value of a custom type: whatever its own mapping takes, which may throw at what it was not written for.
 *
 * @param type what the mapping was seen to take, if that is a plain value
 * @param limits `text` is how many characters all its text may have
 */
export function mapped<Column extends PgColumn>(
  column: Column,
  type?: 'string' | 'number' | 'boolean',
  { text = MAX_TEXT } = {},
): z.ZodType<Column['_']['data'], Column['_']['data']> {
  const takes = (value: unknown): boolean => {
    if (!isWithinDepth(value, MAX_JSON_DEPTH)) return false;
    try {
      return isTaken(value, column, type);
    } catch {
      return false;
    }
  };
  const error = `Must be ${type ? `a ${type}` : 'a value'} for the type ${column.getSQLType()}`;
  const field = z
    .custom<Column['_']['data']>(takes, { error, abort: true })
    .refine(hasAtMost(text), `Must have at most ${text} characters of text`);
  return type ? field.meta(plainSchema(column, type, text)) : field;
}

/**
 * Whether it is of the plain type, and nothing of it is lost on its way to Postgres; of lists, each of their items. A list within
 * one is not empty: see `filled` in `./fields`.
 */
function isTaken(value: unknown, column: PgColumn, type: string | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (!is(column, PgArray)) {
    const isPlain = type === undefined || typeof value === type;
    const sent = isPlain ? column.mapToDriverValue(value) : undefined;
    return isWhole(sent, column) && hasDimensions(sent, column);
  }
  const { baseColumn, size } = column;
  const isInner = is(baseColumn, PgArray);
  return (
    Array.isArray(value) &&
    // Postgres does not look at it.
    (size === undefined || value.length === size) &&
    value.every((item) => !(isInner && item.length === 0) && isTaken(item, baseColumn, type))
  );
}

/** Whether nothing of it is lost: a type that is a `numeric(12, 2)` to Postgres rounds what has more digits, without a word. */
function isWhole(sent: unknown, column: PgColumn): boolean {
  const digits = digitsOf(column);
  if (!digits || (typeof sent !== 'string' && typeof sent !== 'number')) return sent !== undefined;
  return decimal(...digits).safeParse(withoutZeros(String(sent))).success;
}

/** Of a `vector(3)`, Postgres says no more than that there is one of another length. */
function hasDimensions(sent: unknown, column: PgColumn): boolean {
  const [, dimensions] = VECTOR.exec(column.getSQLType()) ?? [];
  if (dimensions === undefined || typeof sent !== 'string') return true;
  return sent.split(',').length === Number(dimensions);
}

const VECTOR = /^(?:vector|halfvec)\s*\(\s*(\d+)\s*\)$/i;

function digitsOf(column: PgColumn): [precision: number, scale: number] | undefined {
  const [, precision, scale = '0'] = DECIMAL.exec(column.getSQLType()) ?? [];
  return precision === undefined ? undefined : [Number(precision), Number(scale)];
}

/** Those at the end of a fraction say nothing. By hand, since a pattern for them takes the square of its time. */
function withoutZeros(text: string): string {
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

const DECIMAL = /^(?:numeric|decimal)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/i;

function plainSchema(column: PgColumn, type: string, text: number): Record<string, unknown> {
  if (!is(column, PgArray)) {
    const length = type === 'string' ? { maxLength: text } : {};
    return { type, ...length, ...decimalSchema(column, type) };
  }
  const { baseColumn, size } = column;
  const items = plainSchema(baseColumn, type, text);
  return {
    type: 'array',
    items: is(baseColumn, PgArray) ? { minItems: 1, ...items } : items,
    ...(size !== undefined && { minItems: size, maxItems: size }),
  };
}

/** Which decimals are whole, where they go to Postgres as they are: of one that takes cents, only its mapping knows. */
function decimalSchema(column: PgColumn, type: string): Record<string, unknown> {
  const digits = digitsOf(column);
  if (!digits || type === 'boolean' || !isSentAsIs(column, type)) return {};
  const [precision, scale] = digits;
  if (type === 'number') return rangeOf(precision, scale);
  const whole = Math.max(precision - scale, 1);
  return { pattern: `^-?\\d{1,${whole}}(\\.\\d{0,${scale}}0*)?$` };
}

function isSentAsIs(column: PgColumn, type: string): boolean {
  try {
    const sent = column.mapToDriverValue(type === 'number' ? 1.5 : '1.5');
    return String(sent) === '1.5';
  } catch {
    return false;
  }
}

/** JSON as the database has it, sent unchecked. */
export function storedJson<Shape>(): z.ZodType<Shape, Shape> {
  return z.unknown() as unknown as z.ZodType<Shape, Shape>;
}
