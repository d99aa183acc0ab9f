import type { z } from 'zod';
import { jsonBody } from './http';

/**
 * Tests follow what a module's schemas list: a field that is taken out there is tested no longer, and no test has to be
 * changed with it.
 */
type Fields = readonly string[] | { shape: Record<string, unknown> };

/** Those of the names that all of the schemas list. */
export function listed<Name extends string>(names: readonly Name[], ...schemas: Fields[]): Name[] {
  return names.filter((name) => schemas.every((schema) => namesIn(schema).includes(name)));
}

/** Those of the keys that the schema lists with each of their fields; `name` is for the title of a test. */
export function listedKeys(keys: string[][], schema: Fields) {
  return keys
    .filter((fields) => listed(fields, schema).length === fields.length)
    .map((fields) => ({ name: fields.join(' and '), fields }));
}

/** The fields that a body can not do without. */
export function requiredOf({ shape }: { shape: Record<string, z.ZodType> }): string[] {
  return Object.keys(shape).filter((name) => !shape[name]?.safeParse(undefined).success);
}

/** Each order that a list offers, in both directions. */
export function sortsOf({ sort }: { sort: readonly string[] }): string[] {
  return sort.flatMap((key) => [key, `-${key}`]);
}

/** Of a row's values, only these. */
export function only<Values extends object>(
  values: Values,
  names: readonly string[],
): Partial<Values> {
  const entries = Object.entries(values).filter(([name]) => names.includes(name));
  return Object.fromEntries(entries) as Partial<Values>;
}

/**
 * The first field that a client may change, and sees.
 *
 * @param before values for the factory
 * @param after other values of the same fields
 * @throws when the schemas list none of them any more: then the tests of PATCH have to be told another one
 */
export function changeOf<Values extends object>(
  before: Values,
  after: Values,
  update: Fields,
  response: Fields,
) {
  const [field] = listed(Object.keys(before), update, response);
  if (field === undefined) {
    const names = Object.keys(before).join(', ');
    throw new Error(`A client may change none of ${names}, or does not see it: name another field`);
  }
  return { field, original: only(before, [field]), payload: jsonBody(only(after, [field])) };
}

function namesIn(schema: Fields): readonly string[] {
  return 'shape' in schema ? Object.keys(schema.shape) : schema;
}
