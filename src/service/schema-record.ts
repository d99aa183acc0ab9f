import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import type { PlannedFile } from '../plan/planned-file.ts';
import type { Schema, Table } from '../schema/table.ts';

/** Where a service keeps it. */
export const schemaRecordPath = '.backend-kit/schema.json';

/** The schema that a service's files were made from. Its own files lie in the service, and what was said of it was said. */
export type RecordedSchema = Omit<
  Schema,
  'files' | 'missingFunctions' | 'missingTypes' | 'notices'
>;

/**
 * The schema as it was read, for the service to keep: what has changed in the schema since is seen by comparing with it. A
 * column is a line, so that a change of one is a change of one.
 */
export function schemaRecord(schema: RecordedSchema): PlannedFile {
  const { tables, dependencies, casing, prerequisites, extensions } = schema;
  const kept: RecordedSchema = { tables, dependencies, casing, prerequisites, extensions };
  return { path: schemaRecordPath, content: `${linesOf(kept, 4)}\n`, owner: 'derived' };
}

/**
 * Reads what a service keeps of its schema; undefined for one that was made before services kept it.
 * @throws KitError MANIFEST_DAMAGED
 */
export function readSchemaRecord(folder: string): RecordedSchema | undefined {
  const file = join(folder, schemaRecordPath);
  if (!existsSync(file)) return undefined;
  const schema = parsed(readFileSync(file, 'utf8'));
  if (isSchema(schema)) return schema;
  throw new KitError(
    'MANIFEST_DAMAGED',
    `${schemaRecordPath} can't be read: it is not the schema that the kit wrote there.`,
    'Restore it from version control: it says what the files of the service were made from.',
  );
}

/**
 * What is to be kept once some tables of a schema were added and others are gone. The rest stays as it was: what else has
 * changed in the schema since has not reached the service's files yet.
 */
export function recordAfter(
  recorded: RecordedSchema,
  { schema, added, gone }: { schema: Schema; added: readonly Table[]; gone: ReadonlySet<string> },
): RecordedSchema {
  const ids = new Set(added.map(({ id }) => id));
  const stay = recorded.tables.filter(
    ({ id, exportName }) => !ids.has(id) && !gone.has(exportName ?? ''),
  );
  // In the schema's order, as if it had been read anew.
  const places = new Map(schema.tables.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: Table) => places.get(id) ?? places.size;
  const tables = [...stay, ...added].toSorted((a, b) => placeOf(a) - placeOf(b));
  return { ...recorded, tables };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSchema(value: unknown): value is RecordedSchema {
  const { tables } = (value ?? {}) as Partial<Record<string, unknown>>;
  return Array.isArray(tables) && tables.every((table) => Array.isArray(table?.columns));
}

/** JSON that has a line for each value down to a depth, and what is below that within its line. */
function linesOf(value: unknown, depth: number, indent = ''): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => {
      const name = isList ? '' : `${JSON.stringify(key)}: `;
      return `${inner}${name}${linesOf(part, depth - 1, inner)}`;
    });
  const [first, last] = isList ? ['[', ']'] : ['{', '}'];
  return lines.length === 0
    ? `${first}${last}`
    : `${first}\n${lines.join(',\n')}\n${indent}${last}`;
}
