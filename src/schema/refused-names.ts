import { KitError } from '../errors.ts';
import type { ReadResult } from './read-result.ts';

/**
 * Refuses the one name that neither drizzle-orm nor drizzle-kit can handle: written into an object, it is no property of it.
 *
 * @throws KitError `SCHEMA_NAME`
 */
export function checkRefusedNames({ tables, broken }: Pick<ReadResult, 'tables' | 'broken'>): void {
  const named = tables.find(({ columns }) => columns.some(({ name }) => name === '__proto__'));
  const [subject = named?.id] = broken;
  if (subject === undefined) return;
  throw new KitError(
    'SCHEMA_NAME',
    `A column of ${subject} is called __proto__, which drizzle can make neither a table nor a migration of.`,
    'Give the column another name, in code and in the database.',
  );
}
