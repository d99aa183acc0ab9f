import { expect, test } from 'vitest';
import { z } from 'zod';
import { holdsAtMost, lengthCheck, MAX_ITEMS, maxValues } from './body-limits';
import { json } from './fields';

const list = (length: number, item: unknown = 1) => Array.from({ length }, () => item);

// A list or an object counts as one, and so does what is in it; one more is counted where the outermost is of that kind.
test.each([
  ['[1,2,3]', 4],
  ['{"a":1,"b":[2,{"c":3}]}', 6],
  ['1', 1],
  // Whatever stands in strings is one value.
  [`["${'[,{'.repeat(20)}"]`, 2],
  [`["${'\\",'.repeat(20)}",1]`, 3],
  [`["${'\\\\'.repeat(20)}",1]`, 3],
  // No JSON: the parser's to refuse.
  [`["${',['.repeat(20)}`, 2],
])('values of %s', (text, values) => {
  const padded = text + ' '.repeat(100);
  expect(holdsAtMost(padded, values)).toBe(true);
  expect(holdsAtMost(padded, values - 1)).toBe(false);
});

test('a megabyte of values is over the limit of a body, wherever they stand', () => {
  const max = maxValues(z.object({ a: json() }));
  for (const text of [
    JSON.stringify(list(max + 1)),
    JSON.stringify({ a: list(max + 1) }),
    JSON.stringify(Object.fromEntries(Array.from({ length: max + 1 }, (_, i) => [`k${i}`, i]))),
    '['.repeat(max + 1),
    JSON.stringify(list(max, '"')),
  ]) {
    expect(holdsAtMost(text.padEnd(2 * max + 1), max)).toBe(false);
  }
  expect(holdsAtMost(JSON.stringify('x'.repeat(1_000_000)), 1)).toBe(true);
});

test('a schema that needs more values has more', () => {
  const base = maxValues(z.object({ a: z.string(), b: z.array(z.string()) }));
  const more = z.object({
    vector: z
      .array(z.number())
      .length(MAX_ITEMS + 536)
      .nullable()
      .optional(),
    extra: json<unknown>({ values: 100_000 }).optional(),
  });
  expect(maxValues(more)).toBe(base + 100_536);
  expect(maxValues(more.partial().refine(() => true))).toBe(base + 100_536);
});

test('a list has at most as many elements as it says, or as is usual', () => {
  const check = lengthCheck(
    z.object({
      usual: z.array(z.string()).nullable().optional(),
      own: z.array(z.string()).max(3).optional(),
      exact: z.array(z.number()).length(2).optional(),
      rows: z.array(z.object({ tags: z.array(z.string()).max(1) })).optional(),
      text: z.string().optional(),
    }),
  );
  const at = (body: unknown) => check?.(body, []).map(({ pointer }) => pointer);
  expect(at({ usual: list(MAX_ITEMS), own: list(3), exact: list(2) })).toEqual([]);
  expect(at({ usual: list(MAX_ITEMS + 1) })).toEqual(['#/usual']);
  expect(at({ own: list(4), exact: list(3) })).toEqual(['#/own', '#/exact']);
  expect(at({ rows: [{ tags: [1] }, { tags: [1, 2] }] })).toEqual(['#/rows/1/tags']);
  expect(at({ usual: 'text', rows: [1, null], text: list(5000) })).toEqual([]);
  expect(at(null)).toEqual([]);
});

test('what has no lists costs nothing, and a schema may hold itself', () => {
  expect(lengthCheck(z.object({ a: z.string() }))).toBeUndefined();
  const tree = z.object({
    get children() {
      return z.array(tree);
    },
  });
  expect(lengthCheck(tree)?.({ children: list(MAX_ITEMS + 1, {}) }, [])).toHaveLength(1);
  expect(maxValues(tree)).toBeGreaterThan(0);
});
