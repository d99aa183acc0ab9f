import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { notes } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { noteIncludes } from './notes.includes';
import { type NoteCreate, type NoteKey, type NoteUpdate, noteResponse } from './notes.schemas';

const columns = pickColumns(notes, noteResponse, noteIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(notes) };

const byKey = eq(notes.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: notes, columns, includes: noteIncludes });

const selectRow = prepared(builder.select(versioned).from(notes).where(byKey));

export async function find(context: Context, key: NoteKey, include: string[] = []) {
  const [note] = await selectRow(context, key);
  if (note) await loadIncludes(context, noteIncludes, include, [note]);
  return note;
}

const insertRow = insertStatement(notes, versioned);

export function create(context: Context, values: NoteCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(notes, byKey, versioned);

/** Undefined when there is no such note, or none in one of the given versions. */
export function update(context: Context, key: NoteKey, changes: NoteUpdate, versions?: string[]) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(notes, byKey);

/** False when there is no such note, or none in one of the given versions. */
export function remove(context: Context, key: NoteKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
