import { getTableColumns } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { isPlainObject, MergePatch } from '../db/merge-patch';
import { jsonPointer } from './pointer';
import { unprocessable } from './problem';

export const MERGE_PATCH = 'application/merge-patch+json';

/** Postgres copies the document for each object that a patch reaches into. */
export const MAX_OBJECTS = 100;

const DOCUMENTS = new Set(['PgJson', 'PgJsonb']);

interface Sent<Body> {
  headers: { 'content-type'?: string | undefined };
  body: Body;
}

export function isMergePatch({ headers }: Pick<Sent<unknown>, 'headers'>): boolean {
  return headers['content-type']?.toLowerCase().startsWith(MERGE_PATCH) ?? false;
}

/**
 * What a PATCH changes: the fields that it names. Sent as a merge patch, an object for a JSON column is merged into what the row
 * holds; sent as plain JSON, it takes its place. A schema of such a column checks the patch, and not what comes of it: what must
 * hold of a document belongs into a check constraint.
 *
 * @throws {Problem} 422 for an object that can't be merged
 */
export function changesOf<Body extends object>(request: Sent<Body>, table: PgTable): Body {
  if (!isMergePatch(request)) return request.body;
  const columns = getTableColumns(table);
  const changes = Object.entries(request.body).map(([name, value]) => {
    const column = columns[name];
    return [name, column && isPlainObject(value) ? merged(name, column, value) : value];
  });
  return Object.fromEntries(changes) as Body;
}

function merged(name: string, column: PgColumn, value: Record<string, unknown>): unknown {
  // Only its own mapping knows what is behind such a type.
  if (column.dataType === 'custom') {
    throw refused(name, 'Is only replaced as a whole: send it as application/json');
  }
  // Others that take an object, such as a point, want all of it.
  if (!DOCUMENTS.has(column.columnType)) return value;
  const patch = new MergePatch(value);
  if (patch.size <= MAX_OBJECTS) return patch;
  throw refused(name, `Must hold at most ${MAX_OBJECTS} objects, or be sent as application/json`);
}

function refused(name: string, detail: string) {
  return unprocessable('The body is not valid.', [{ pointer: jsonPointer([name]), detail }]);
}
