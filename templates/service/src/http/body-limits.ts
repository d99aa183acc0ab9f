import { z } from 'zod';
import { endOfString } from '../db/json-keys';
import { jsonPointer } from './pointer';
import type { FieldError } from './problem';

/**
 * How much a body may hold. What is longer is refused before anything in it is looked at: a megabyte of wrong values would
 * otherwise keep every other request waiting for seconds.
 *
 * A column that needs more says so in its `<name>.schemas.ts`: a list with `.max(5000)`, text with `.max(1_000_000)`, JSON with
 * `json({ values: 100_000, text: 1_000_000 })`.
 */
const MAX_VALUES = 5_000;

/** Values of a body that no route reads. */
const MAX_UNREAD = 1_000;

/** Elements of a list that says nothing else. */
export const MAX_ITEMS = 1_000;

/** Characters of a text whose column has no length, and of all text in JSON of any shape. */
export const MAX_TEXT = 100_000;

/** Values in JSON of any shape, which come on top. */
export const MAX_JSON_VALUES = 20_000;

/** Levels of JSON: deeper than anybody writes, and far from where Postgres or this process would run out of stack. */
export const MAX_JSON_DEPTH = 100;

/** Of JSON of any shape, how many values it may hold. */
export const jsonLimits = z.registry<{ values: number }>();

const known = new WeakMap<object, number>();

/** How many values a body of this schema may hold. */
export function maxValues(schema: z.ZodType | undefined): number {
  if (!schema) return MAX_UNREAD;
  const max = known.get(schema) ?? MAX_VALUES + extraValues(schema, new Set());
  known.set(schema, max);
  return max;
}

function extraValues(schema: z.ZodType, seen: Set<object>): number {
  const json = jsonLimits.get(schema);
  if (json) return json.values;
  const inner = unwrapped(schema);
  if (inner !== schema) return extraValues(inner, seen);
  // A schema may hold itself.
  if (seen.has(schema)) return 0;
  seen.add(schema);
  if (schema instanceof z.ZodArray) {
    return (
      Math.max(maxItems(schema) - MAX_ITEMS, 0) + extraValues(schema.element as z.ZodType, seen)
    );
  }
  if (!(schema instanceof z.ZodObject)) return 0;
  const fields = Object.values<z.ZodType>(schema.shape);
  return fields.reduce((sum, field) => sum + extraValues(field, seen), 0);
}

/**
 * Whether the text is JSON of at most so many values: read before it is parsed, since objects of very many keys take long to build.
 * What is no JSON is left to the parser.
 */
export function holdsAtMost(text: string, max: number): boolean {
  // A value stands behind a comma, or first in what a bracket opens.
  if (text.length <= 2 * max) return true;
  let values = 1;
  for (let i = 0; i < text.length && values <= max; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === COMMA || code === BRACKET || code === BRACE) values++;
  }
  return values <= max;
}

/** Whether lists and objects of the text lie in each other at most so deep. */
export function isWithinLevels(text: string, max: number): boolean {
  let level = 0;
  for (let i = 0; i < text.length && level <= max; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === BRACKET || code === BRACE) level++;
    else if (code === BRACKET + 2 || code === BRACE + 2) level--;
  }
  return level <= max;
}

const [QUOTE, COMMA, BRACKET, BRACE] = [34, 44, 91, 123];

type Check = (value: unknown, path: readonly PropertyKey[]) => FieldError[];

/** Which lists in a body of this schema are too long; undefined where it has none. */
export function lengthCheck(schema: z.ZodType, seen = new Set<object>()): Check | undefined {
  const inner = unwrapped(schema);
  if (seen.has(inner)) return undefined;
  seen.add(inner);
  if (inner instanceof z.ZodArray) {
    return listCheck(maxItems(inner), lengthCheck(inner.element as z.ZodType, seen));
  }
  return inner instanceof z.ZodObject ? fieldsCheck(inner, seen) : undefined;
}

function listCheck(max: number, element: Check | undefined): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return [];
    if (value.length > max) {
      return [{ pointer: jsonPointer(path), detail: `Must have at most ${max} elements` }];
    }
    return element ? value.flatMap((item, i) => element(item, [...path, i])) : [];
  };
}

function fieldsCheck({ shape }: z.ZodObject, seen: Set<object>): Check | undefined {
  const checks = Object.entries<z.ZodType>(shape as Record<string, z.ZodType>).flatMap(
    ([name, field]) => {
      const check = lengthCheck(field, new Set(seen));
      return check ? [[name, check] as const] : [];
    },
  );
  if (checks.length === 0) return undefined;
  return (value, path) => {
    if (typeof value !== 'object' || value === null) return [];
    const fields = value as Record<string, unknown>;
    return checks.flatMap(([name, check]) => check(fields[name], [...path, name]));
  };
}

/** Zod would look at them only once it has been through all elements. */
function maxItems({ def }: z.ZodArray): number {
  const limits = (def.checks ?? []).flatMap(({ _zod: { def: check } }) => {
    const { maximum, length } = check as { maximum?: number; length?: number };
    return maximum ?? length ?? [];
  });
  return limits.length > 0 ? Math.min(...limits) : MAX_ITEMS;
}

/** What is behind "may be left out" and the like. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodDefault) return unwrapped(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodPipe ? unwrapped(schema.in as z.ZodType) : schema;
}
