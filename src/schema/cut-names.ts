import { KitError } from '../errors.ts';
import type { ReadResult } from './read-result.ts';

/** Bytes of a name that Postgres keeps. It cuts the rest off without an error. */
export const MAX_NAME_BYTES = 63;

/** Everything that has a name in the catalog beside tables: with them, no two of one schema may be called the same. */
const NAMED = new Set(['table', 'view', 'enum', 'sequence']);

/** A name as Postgres keeps it: its first bytes, and no half of a character. */
export function cutName(name: string): string {
  let cut = name;
  while (Buffer.byteLength(cut) > MAX_NAME_BYTES) cut = Array.from(cut).slice(0, -1).join('');
  return cut;
}

/**
 * Refuses what no migration can make: two things of one name once Postgres has cut it, and values of an enum that are too long.
 *
 * @throws KitError `SCHEMA_NAME_LENGTH`
 */
export function checkNameLengths({
  tables,
  entities,
}: Pick<ReadResult, 'tables' | 'entities'>): void {
  const named = entities.filter(({ kind }) => NAMED.has(kind));
  for (const schema of new Set(named.map((entity) => entity.schema))) {
    const names = named.filter((entity) => entity.schema === schema).map(({ name }) => name);
    refuseTwins(names, schema ? `the schema ${schema}` : 'the schema');
  }
  for (const { id, columns } of tables)
    refuseTwins(
      columns.map(({ name }) => name),
      id,
    );
  for (const { kind, name, values } of entities) {
    const long = kind === 'enum' && values.find((value) => value !== cutName(value));
    if (long)
      throw new KitError(
        'SCHEMA_NAME_LENGTH',
        `A value of the enum ${name} has ${Buffer.byteLength(long)} bytes, and Postgres takes ${MAX_NAME_BYTES}: ${long}`,
        'Shorten it, or use text({ enum: [...] }), whose values may be of any length.',
      );
  }
}

function refuseTwins(names: string[], place: string): void {
  const kept = new Map<string, string>();
  for (const name of names.toSorted()) {
    const cut = cutName(name);
    const other = kept.get(cut);
    kept.set(cut, name);
    if (other === undefined || other === name) continue;
    throw new KitError(
      'SCHEMA_NAME_LENGTH',
      `In ${place}, ${other} and ${name} have one name: Postgres keeps ${MAX_NAME_BYTES} bytes, ${cut}.`,
      'Give one of them a shorter name in the database; its name in code can stay.',
    );
  }
}
