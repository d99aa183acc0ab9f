import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Library } from '../../../src/schema/bring/library.ts';
import type { Resolve } from '../../../src/schema/bring/resolver.ts';
import { shapeOf } from '../../../src/schema/bring/zod-shape.ts';
import { project } from './helpers.ts';

const zod = "import { z } from 'zod';\n";

/** What `z.infer` of an expression comes to, in a module that has some more to refer to. */
async function shape(expression: string, side = 'infer'): Promise<string | null> {
  const folder = project({
    'schema.ts': `${zod}import { base } from './base';
import * as all from './base';
import { object, string as text } from 'zod';
const kinds = ['k', 'l'] as const;
enum Size { S = 's', M = 'm' }
const schemas = { deep: base };
const made = () => z.string();
const data = ${expression};
type Data = z.${side}<typeof data>;
export { all, object, text, kinds, Size, schemas, made };
`,
    'base.ts': `${zod}export const base = z.object({ id: z.uuid() });\n`,
  });
  const resolve: Resolve = (specifier) =>
    Promise.resolve(
      specifier.startsWith('.')
        ? { kind: 'file', path: join(folder, `${specifier}.ts`) }
        : { kind: 'package', name: specifier },
    );
  const library = new Library(resolve);
  const module = await library.open(join(folder, 'schema.ts'));
  const [inference] = module.inferences;
  if (!inference) throw new Error('nothing is inferred');
  return shapeOf(inference, module, library);
}

test.each([
  ['z.object({ a: z.string().min(1), b: z.number().optional() })', '{ a: string; b?: number }'],
  ["z.enum(['x', 'y']).array()", '("x" | "y")[]'],
  ['z.enum(kinds).nullish()', '"k" | "l" | null | undefined'],
  ['z.nativeEnum(Size)', '"s" | "m"'],
  ['z.record(z.string(), z.array(z.unknown()))', 'Record<string, unknown[]>'],
  [
    "z.discriminatedUnion('t', [z.object({ t: z.literal(1) }), z.object({ t: z.literal(-2) })])",
    '{ t: 1 } | { t: -2 }',
  ],
  ['base.extend({ n: z.coerce.number() }).partial()', '{ id?: string; n?: number }'],
  ["base.merge(z.object({ 'a-b': z.date() })).omit({ id: true })", '{ "a-b": Date }'],
  ['z.object({ ...base.shape, at: z.iso.date().default("") })', '{ id: string; at: string }'],
  ['z.object({ a: base.shape.id, b: z.lazy(() => base) })', '{ a: string; b: { id: string } }'],
  ['z.tuple([z.boolean(), z.null()])', '[boolean, null]'],
  ['z.union([z.string(), z.number().nullable()])', 'string | number | null'],
  ['schemas.deep', '{ id: string }'],
  ['all.base.pick({ id: true })', '{ id: string }'],
  ['object({ a: text() }).strict()', '{ a: string }'],
  ['base.passthrough()', '{ id: string; [key: string]: unknown }'],
  ['z.intersection(base, z.object({ c: z.bigint() }))', '({ id: string }) & ({ c: bigint })'],
  ['(z.object({}) satisfies z.ZodType)', 'Record<string, never>'],
])('%s', async (expression, type) => {
  expect(await shape(expression)).toBe(type);
});

test.each([
  'z.string().transform((text) => text.length)',
  'z.lazy(() => z.object({ again: data }))',
  'made()',
  'z.object({ [String(1)]: z.string() })',
  'z.object({ a: made() })',
  'z.string().brand("x")',
  'z.custom<number>()',
  'base.refine(Boolean).keyof()',
])('%s is more than its syntax tells', async (expression) => {
  expect(await shape(expression)).toBeNull();
});

test('what a schema takes is not what it gives', async () => {
  const code = 'z.object({ n: z.string().transform(Number), d: z.string().default("") })';
  expect(await shape(code, 'input')).toBe('{ n: string; d?: string }');
  expect(await shape(code)).toBeNull();
  expect(await shape('z.string().pipe(z.coerce.date())', 'output')).toBe('Date');
});
