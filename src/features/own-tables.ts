import { KitError } from '../errors.ts';
import type { ServiceModel } from '../model/service.ts';

/** A table that the service itself has: what it is called in the database, and exported as. */
export interface OwnTable {
  name: string;
  exportName: string;
}

/**
 * Refuses a schema with a table that is called like one of the service's own.
 *
 * @param about what that one is for, and the way out
 * @throws KitError TABLE_NAME_TAKEN
 */
export function refuseOwnTables(
  { tables }: ServiceModel,
  own: readonly OwnTable[],
  about: { what: string; hint: string },
): void {
  const theirs = tables.find(({ table: { schema, name, exportName } }) =>
    own.some((one) => (schema === null && one.name === name) || one.exportName === exportName),
  );
  if (!theirs) return;
  const { name, exportName } = theirs.table;
  const isExported = own.some((one) => one.exportName === exportName);
  throw new KitError(
    'TABLE_NAME_TAKEN',
    `The table ${name} is ${isExported ? `exported as ${exportName},` : 'called'} like the one in which the service keeps ${about.what}.`,
    about.hint,
  );
}
