import { KitError } from '../errors.ts';
import type { ReadResult } from './read-result.ts';

/** What drizzle's table object has itself: a column under such a key takes its place, or can't be reached. */
export const TABLE_MEMBERS: ReadonlySet<string> = new Set([
  '_',
  '$inferSelect',
  '$inferInsert',
  'getSQL',
  'enableRLS',
  'shouldOmitSQLParens',
]);

/**
 * Refuses the names that drizzle can't handle: of `__proto__` it can make neither a property nor a migration, a double quote
 * ends a name in its migrations, some keys are those of its table object, and of others its casing leaves nothing.
 *
 * @throws KitError `SCHEMA_NAME`
 */
export function checkRefusedNames({
  tables,
  entities,
  broken,
}: Pick<ReadResult, 'tables' | 'entities' | 'broken'>): void {
  const named = tables.find(({ columns }) => columns.some(({ name }) => name === '__proto__'));
  const [subject = named?.id] = broken;
  if (subject !== undefined) {
    throw new KitError(
      'SCHEMA_NAME',
      `A column of ${subject} is called __proto__, which drizzle can make neither a table nor a migration of.`,
      'Give the column another name, in code and in the database.',
    );
  }
  for (const { kind, name } of entities) if (kind !== 'policy') refuseQuote(`The ${kind}`, name);
  for (const { id, kind, columns } of tables) {
    for (const { name } of columns) refuseQuote(`A column of ${id}`, name);
    if (kind === 'table') refuseUncasable(id, columns);
    const column = columns.find(({ key }) => TABLE_MEMBERS.has(key));
    if (!column) continue;
    throw new KitError(
      'SCHEMA_NAME',
      `A column of ${id} has the key ${column.key}, under which drizzle's table object has something of its own.`,
      `Give it another key in code; in the database it can stay ${column.name}, as in other: text('${column.name}').`,
    );
  }
}

/** drizzle's casing keeps the Latin letters and digits of a key, so that `größe` and `grüße` are one name, and `名前` is none. */
function refuseUncasable(id: string, columns: readonly { key: string; name: string }[]): void {
  const column = columns.find(
    ({ name }, at) => name === '' || columns.findIndex((other) => other.name === name) < at,
  );
  if (!column) return;
  const { key, name } = column;
  throw new KitError(
    'SCHEMA_NAME',
    name === ''
      ? `A column of ${id} with the key ${key} has no name in the database: the casing keeps the Latin letters and digits of a key.`
      : `Two columns of ${id} are called ${name} in the database, one of which has the key ${key}.`,
    `Name it in the schema, as in text('${key}'), or choose another --casing.`,
  );
}

function refuseQuote(what: string, name: string): void {
  if (!name.includes('"')) return;
  throw new KitError(
    'SCHEMA_NAME',
    `${what} is called ${name} in the database, and drizzle-kit can't write a name with a double quote in it.`,
    'Give it a name without one.',
  );
}
