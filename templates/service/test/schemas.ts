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

/** Those of the keys that the schema lists with each of their fields. */
export function listedKeys(keys: string[][], schema: Fields): string[][] {
  return keys.filter((fields) => listed(fields, schema).length === fields.length);
}

/**
 * The first change of which a client may send all fields, and sees the one that it is about.
 *
 * @param changes each with the values that the row has before, for the factory, and those to send
 * @throws when the schemas allow none of them any more: then the tests of PATCH have to be told another one
 */
export function changeOf<Values extends object>(
  changes: { field: string; original: Values; changed: Values }[],
  update: Fields,
  response: Fields,
) {
  const isAllowed = (names: string[], schema: Fields) =>
    listed(names, schema).length === names.length;
  const change = changes.find(
    ({ field, changed }) => isAllowed([field], response) && isAllowed(Object.keys(changed), update),
  );
  if (!change) {
    const names = changes.map(({ field }) => field).join(', ');
    throw new Error(`A client may change none of ${names}, or does not see it: name another field`);
  }
  return { ...change, payload: jsonBody(change.changed) };
}

function namesIn(schema: Fields): readonly string[] {
  return 'shape' in schema ? Object.keys(schema.shape) : schema;
}
