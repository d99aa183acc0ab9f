import type { Module } from './library.ts';
import type { Arguments } from './syntax.ts';
import { constantsOf } from './zod-constants.ts';
import { apply } from './zod-methods.ts';
import type { ZodReader } from './zod-shape.ts';
import { type Shape, text, unionOf } from './zod-text.ts';

type Maker = (reader: ZodReader, given: Arguments, module: Module) => Promise<Shape | null>;

const PLAIN: Record<string, string> = {
  string:
    'string email uuid guid url httpUrl hostname cuid cuid2 ulid nanoid emoji base64 base64url ipv4 ipv6 cidrv4 cidrv6 jwt ' +
    'e164 uuidv4 uuidv6 uuidv7',
  number: 'number int int32 uint32 float32 float64 nan',
  bigint: 'bigint int64 uint64',
  boolean: 'boolean',
  Date: 'date',
  null: 'null',
  undefined: 'undefined',
  void: 'void',
  any: 'any',
  unknown: 'unknown',
  never: 'never',
};

const TYPES = new Map(
  Object.entries(PLAIN).flatMap(([type, names]) =>
    names.split(' ').map((name) => [name, type] as const),
  ),
);

const constants: Maker = async (reader, [first], module) => {
  if (!first || first.type === 'SpreadElement') return null;
  const values = await constantsOf(first, module, reader.library);
  if (!values || values.length === 0) return null;
  return { type: values.join(' | '), isUnion: values.length > 1 };
};

const object =
  (isOpen: boolean): Maker =>
  async (reader, [first], module) => {
    const entries = await reader.entries(first, module);
    return entries && { entries, isOpen };
  };

/** `z.optional(x)` is `x.optional()`. */
const method =
  (name: string): Maker =>
  async (reader, [first, ...given], module) => {
    const shape = await reader.read(first, module);
    return shape && apply(reader, shape, { name, given, module });
  };

const MAKERS: Record<string, Maker | undefined> = {
  literal: constants,
  enum: constants,
  nativeEnum: constants,
  object: object(false),
  strictObject: object(false),
  looseObject: object(true),
  array: method('array'),
  optional: method('optional'),
  nullable: method('nullable'),
  nullish: method('nullish'),
  intersection: method('and'),
  union: async (reader, [first], module) => {
    const shapes = await reader.list(first, module);
    return shapes && unionOf(shapes);
  },
  discriminatedUnion: async (reader, [, second], module) => {
    const shapes = await reader.list(second, module);
    return shapes && unionOf(shapes);
  },
  lazy: async (reader, [first], module) => {
    const isPlain = first?.type === 'ArrowFunctionExpression' && first.expression;
    // Of an arrow without braces, the body is the expression.
    return isPlain ? reader.read(first.body as unknown as Arguments[number], module) : null;
  },
  tuple: async (reader, [first], module) => {
    const items = await reader.list(first, module);
    return items && { type: `[${items.map(text).join(', ')}]` };
  },
  record: async (reader, [first, second], module) => {
    const key = second ? await reader.read(first, module) : { type: 'string' };
    const value = await reader.read(second ?? first, module);
    return key && value && { type: `Record<${text(key)}, ${text(value)}>` };
  },
  preprocess: async (reader, [, second], module) =>
    reader.side === 'output' ? reader.read(second, module) : null,
};

/** What `z.<name>(...)` makes; null for what has no plain type. */
export async function make(
  reader: ZodReader,
  name: string,
  given: Arguments,
  module: Module,
): Promise<Shape | null> {
  const type = TYPES.get(name);
  if (type) return { type };
  return (await MAKERS[name]?.(reader, given, module)) ?? null;
}
