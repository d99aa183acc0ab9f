import { KitError } from '../errors.ts';
import type { Table } from '../schema/table.ts';
import { namesOf } from './names.ts';

/** Whether a name that a person typed means this table. */
export function isNamed(table: Table, name: string): boolean {
  const names = namesOf(table);
  return [
    table.exportName,
    table.name,
    table.id,
    names.kebab,
    names.camel,
    names.camelOne,
  ].includes(name);
}

/** The table that a person's name means: the one that is called so, or else one whose name reads so (`order-items`). */
export function findTable(tables: readonly Table[], name: string): Table | undefined {
  return (
    tables.find(({ id }) => id === name) ??
    tables.find((table) => table.name === name) ??
    tables.find(({ exportName }) => exportName === name) ??
    tables.find((table) => isNamed(table, name))
  );
}

/**
 * The table that a person's name means.
 *
 * @throws KitError UNKNOWN_TABLE with what there is
 */
export function tableNamed(tables: readonly Table[], name: string): Table {
  const found = findTable(tables, name);
  if (found) return found;
  throw new KitError(
    'UNKNOWN_TABLE',
    `There is no table called ${name} in the schema.`,
    `Choose from: ${tables
      .map(({ exportName }) => exportName)
      .filter(Boolean)
      .join(', ')}.`,
  );
}
