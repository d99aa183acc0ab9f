import { expect, test } from 'vitest';
import { z } from 'zod';
import { validatorCompiler } from './validator';

const check = (schema: z.ZodType, data: unknown) =>
  validatorCompiler({ schema, method: 'POST', url: '/', httpPart: 'body' })(data);

test('a field that is called like what every object has is missing where it is not sent', () => {
  const schema = z.object({ name: z.string(), constructor: z.string().optional() }).strict();
  expect(check(schema, { name: 'a' })).toEqual({ value: { name: 'a' } });
  expect(check(schema, { name: 'a', constructor: 'b' })).toEqual({
    value: { name: 'a', constructor: 'b' },
  });
  expect(check(schema, { constructor: 1 })).toHaveProperty('error.status', 422);
  expect(check(schema, [])).toHaveProperty('error.status', 422);
});

test('so is one of the query of a list, which is read into something else', () => {
  const query = z.strictObject({ toString: z.string().optional(), limit: z.string().optional() });
  const schema = query.transform((given) => Object.keys(given));
  expect(check(schema, { limit: '1' })).toEqual({ value: ['limit'] });
  expect(check(schema, { toString: 'a' })).toEqual({ value: ['toString'] });
});
