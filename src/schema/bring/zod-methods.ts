import type { Module } from './library.ts';
import { type Arguments, keysOf } from './syntax.ts';
import type { ZodReader } from './zod-shape.ts';
import { arrayOf, isObject, type ObjectShape, type Shape, text, unionOf } from './zod-text.ts';

/** A method that is called on a schema. */
interface Call {
  name: string;
  given: Arguments;
  module: Module;
}

/** Methods that check or describe a value and leave its type as it is. */
const CHECKS = new Set(
  [
    'min max length nonempty email url uuid guid cuid cuid2 ulid nanoid emoji regex trim toLowerCase toUpperCase',
    'startsWith endsWith includes datetime date time duration ip cidr base64 base64url jwt int safe finite positive',
    'negative nonnegative nonpositive multipleOf step gt gte lt lte describe meta register refine superRefine check',
    'strict strip catch overwrite normalize size slugify uppercase lowercase',
  ].flatMap((line) => line.split(' ')),
);

/** What a method makes of a schema's type; null for what has no plain type, such as a transformation's outcome. */
export async function apply(
  reader: ZodReader,
  shape: Shape,
  { name, given, module }: Call,
): Promise<Shape | null> {
  const [first] = given;
  const isInput = reader.side === 'input';
  if (CHECKS.has(name)) return shape;
  switch (name) {
    case 'optional':
      return { ...shape, optional: true };
    case 'nullable':
      return { ...shape, nullable: true };
    case 'nullish':
      return { ...shape, optional: true, nullable: true };
    case 'default':
    case 'prefault':
      return { ...shape, optional: isInput };
    case 'array':
      return arrayOf(shape);
    case 'or': {
      const other = await reader.read(first, module);
      return other && unionOf([shape, other]);
    }
    case 'and': {
      const other = await reader.read(first, module);
      return other && { type: `(${text(shape)}) & (${text(other)})` };
    }
    case 'pipe':
      return isInput ? shape : reader.read(first, module);
    case 'transform':
      return isInput ? shape : null;
    default:
      return isObject(shape) ? applyToObject(reader, shape, { name, given, module }) : null;
  }
}

async function applyToObject(
  reader: ZodReader,
  shape: ObjectShape,
  { name, given: [first], module }: Call,
): Promise<Shape | null> {
  const keys = first?.type === 'ObjectExpression' ? keysOf(first) : undefined;
  if (name === 'loose' || name === 'passthrough') return { ...shape, isOpen: true };
  if (name === 'extend' || name === 'safeExtend') {
    const more = await reader.entries(first, module);
    return more && { ...shape, entries: new Map([...shape.entries, ...more]) };
  }
  if (name === 'merge') {
    const other = await reader.read(first, module);
    if (!other || !isObject(other)) return null;
    return { ...other, entries: new Map([...shape.entries, ...other.entries]) };
  }
  if (first && !keys) return null;
  const entries = withKeys(shape, name, keys);
  return entries && { ...shape, entries: new Map(entries) };
}

/** `pick` and `omit` name keys; `partial` and `required` may, and mean all of them otherwise. */
function withKeys(
  { entries }: ObjectShape,
  name: string,
  keys: Set<string> | undefined,
): [string, Shape][] | null {
  const all = [...entries];
  switch (name) {
    case 'pick':
      return all.filter(([key]) => keys?.has(key));
    case 'omit':
      return all.filter(([key]) => !keys?.has(key));
    case 'partial':
    case 'required':
      return all.map(([key, shape]) =>
        keys?.has(key) === false ? [key, shape] : [key, { ...shape, optional: name === 'partial' }],
      );
    default:
      return null;
  }
}
