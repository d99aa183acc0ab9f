import { expect, it } from 'vitest';
import { bodyField } from '../../../src/model/fields.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column } from '../schema/helpers.ts';

it.each<[Partial<Column>, string | null]>([
  [{ sqlType: 'bit(8)', length: 8 }, 'bits(8)'],
  [{ sqlType: 'sparsevec(10)', length: 10 }, 'sparseVector(10)'],
  [{ sqlType: 'bit(8)', length: 8, arrayDimensions: 1 }, 'z.array(bits(8))'],
  // A list of numbers, of which drizzle-zod knows how many there are.
  [{ sqlType: 'vector(3)', length: 3, jsType: 'object' }, null],
])('a vector %j is in a body: %s', (more, expected) => {
  const field = bodyField(column('a', { kind: 'vector', ...more }), 'things');
  expect(field?.code ?? null).toBe(expected);
});
