import { KitError } from '../errors.ts';
import { nearest } from './flags.ts';
import { findTable } from '../model/named.ts';
import type { Table } from '../schema/table.ts';

/** What people call a table: its name where that is unique, else with its schema. */
export function tableLabel(table: Table, tables: Table[]): string {
  return tables.filter(({ name }) => name === table.name).length === 1 ? table.name : table.id;
}

/**
 * Turns the names that a person gave into the labels of tables: by id, by name in the database, by export, or by how it
 * reads in a URL.
 * @throws KitError UNKNOWN_TABLE with the table that was probably meant
 */
export function resolveTables(names: string[], tables: Table[]): string[] {
  return names.map((name) => {
    const found = findTable(tables, name);
    if (found) return tableLabel(found, tables);
    const labels = tables.map((table) => tableLabel(table, tables));
    const guess = nearest(name, labels);
    throw new KitError(
      'UNKNOWN_TABLE',
      `The schema has no table "${name}".`,
      guess ? `Did you mean ${guess}?` : `It has: ${labels.join(', ')}.`,
    );
  });
}

/**
 * What a choice at the prompt means: all tables, all but some, or only some, whichever takes fewer names. The first two
 * leave join tables the links that they are; a table that is named is a resource.
 *
 * @param signIn tables that have to be named
 */
export function choiceOfTables(
  chosen: string[],
  all: string[],
  signIn: string[] = [],
): { tables: string[]; skipTables: string[] } {
  const skipTables = all.filter((table) => !chosen.includes(table) && !signIn.includes(table));
  const isNamed = signIn.some((table) => chosen.includes(table));
  return skipTables.length <= chosen.length && !isNamed
    ? { tables: [], skipTables }
    : { tables: chosen, skipTables: [] };
}

/** Which tables are only added to, and which are only read. */
export interface RoutesChoice {
  appendOnly: string[];
  readOnly: string[];
}

/**
 * What the prompts about routes mean: the second one picks from what the first one named.
 */
export function choiceOfRoutes(limited: string[], readOnly: string[]): RoutesChoice {
  return { appendOnly: limited.filter((table) => !readOnly.includes(table)), readOnly };
}

/**
 * Refuses routes for a table that gets none.
 * @throws KitError FLAGS_DO_NOT_COMBINE naming the table
 */
export function assertServed(
  { appendOnly, readOnly }: RoutesChoice,
  { tables, skipTables }: { tables: string[]; skipTables: string[] },
): void {
  const isServed = (table: string) =>
    !skipTables.includes(table) && (tables.length === 0 || tables.includes(table));
  const flags = { '--append-only': appendOnly, '--read-only': readOnly };
  for (const [flag, names] of Object.entries(flags)) {
    const left = names.find((table) => !isServed(table));
    if (left === undefined) continue;
    throw new KitError(
      'FLAGS_DO_NOT_COMBINE',
      `${flag} names ${left}, which becomes no resource.`,
      tables.length > 0 ? `Name it in --tables, too.` : `Take it out of --skip-tables.`,
    );
  }
}
