import { customType, pgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as fields from './fields';

const columns = pgTable('fields_test', {
  own: customType<{ data: unknown }>({ dataType: () => 'citext' })('own'),
  price: customType<{ data: number }>({ dataType: () => 'numeric(12, 2)' })('price'),
  exact: customType<{ data: string }>({ dataType: () => 'numeric(6,2)' })('exact'),
  prices: customType<{ data: number }>({ dataType: () => 'numeric(4, 2)' })('prices').array(),
  cents: customType<{ data: number; driverData: string }>({
    dataType: () => 'numeric(6, 2)',
    toDriver: (cents) => (cents / 100).toFixed(2),
  })('cents'),
  words: customType<{ data: string }>({ dataType: () => 'citext' })('words')
    .array()
    .array(),
});
const embedding = customType<{ data: number[]; driverData: string }>({
  dataType: () => 'vector(3)',
  toDriver: (numbers) => JSON.stringify(numbers),
});
const vectors = pgTable('fields_vectors', {
  one: embedding('one'),
  list: embedding('list').array(),
  pair: embedding('pair').array(2),
  plain: customType<{ data: string }>({ dataType: () => 'halfvec(2)' })('plain'),
});
const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);

const cases: Record<string, [schema: z.ZodType, taken: unknown[], refused: unknown[]]> = {
  'a custom type that is a decimal': [
    fields.mapped(columns.price, 'number'),
    [1, 12.5, -1.25, 9999999999.99],
    [1.255, 12345678901, 1e21, Number.NaN],
  ],
  'a custom type that is a decimal, as text': [
    fields.mapped(columns.exact, 'string'),
    ['1', '1.50000', '100', '-0.10', '7.'],
    ['1.0001', '10000', '1e2', '', 'NaN'],
  ],
  'a list of a custom type that is a decimal': [
    fields.mapped(columns.prices, 'number'),
    [[], [1, 12.5], [-99.99]],
    [[1.255], [1, 100], [null], 1, {}],
  ],
  'a custom type that is a vector': [
    fields.mapped(vectors.one),
    [[1, 2, 3]],
    [[], [1, 2], [1, 2, 3, 4], 1, null],
  ],
  'a vector that is sent as text': [
    fields.mapped(vectors.plain, 'string'),
    ['[1,2]', '[1, 2]'],
    ['[1]', '[1,2,3]', '', [1, 2]],
  ],
  'a list of vectors': [
    fields.mapped(vectors.list),
    [
      [],
      [[1, 2, 3]],
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
    ],
    [[[1, 2]], [[1, 2, 3], [1]], [1, 2, 3], [null]],
  ],
  'a list of so many vectors': [
    fields.mapped(vectors.pair),
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      [],
      [[1, 2, 3]],
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ],
  ],
  'lists of lists of a custom type': [
    fields.mapped(columns.words),
    [[], [['a']], [['a'], ['b']]],
    [[[]], [['a'], []], [[null]], [null], ['a'], null],
  ],
  'a value of a custom type': [
    fields.mapped(columns.own),
    ['a', deep(100), 'x'.repeat(fields.MAX_TEXT)],
    [null, deep(101), { own: 'x'.repeat(fields.MAX_TEXT) }],
  ],
  'a text of a custom type': [
    fields.mapped(columns.own, 'string', { text: 5 }),
    ['', '12345'],
    ['123456', 1, null],
  ],
};

test.each(Object.entries(cases))('%s', (_, [schema, taken, refused]) => {
  for (const value of taken) expect(schema.safeParse(value).success, String(value)).toBe(true);
  for (const value of refused) expect(schema.safeParse(value).success, String(value)).toBe(false);
});

test('what of a custom type is refused is described: the digits of a decimal where its mapping leaves them as they are', () => {
  const described = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any' });
  const exact = described(fields.mapped(columns.exact, 'string'));
  const pattern = new RegExp(String(exact.pattern));
  const [, taken, refused] = cases['a custom type that is a decimal, as text'] ?? [];
  for (const value of taken ?? []) expect(value).toMatch(pattern);
  for (const value of refused ?? []) expect(value).not.toMatch(pattern);
  expect(described(fields.mapped(columns.prices, 'number'))).toMatchObject({
    items: { type: 'number', minimum: -99.99, maximum: 99.99, multipleOf: 0.01 },
  });
  expect(described(fields.mapped(columns.words, 'string'))).toMatchObject({
    items: { minItems: 1, items: { type: 'string', maxLength: fields.MAX_TEXT } },
  });
  expect(described(fields.mapped(vectors.pair, 'number'))).toMatchObject({
    minItems: 2,
    maxItems: 2,
  });
  expect(described(fields.mapped(columns.cents, 'number'))).not.toHaveProperty('multipleOf');
});
