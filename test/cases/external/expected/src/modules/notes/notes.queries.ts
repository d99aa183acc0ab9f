import { and, eq, sql } from 'drizzle-orm';
import { type CallerContext, userOf } from '../../access/context';
import { within } from '../../access/policy';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { notes } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { noteIncludes } from './notes.includes';
import { notePolicy } from './notes.policy';
import { type NoteCreate, type NoteKey, type NoteUpdate, noteResponse } from './notes.schemas';

const columns = pickColumns(notes, noteResponse, noteIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(notes) };

const byKey = eq(notes.id, sql.placeholder('id'));

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(notePolicy.list, (rows) =>
  pageReader({ from: notes, columns, where: rows, includes: noteIncludes }),
);

const selectRow = within(notePolicy.read, (rows) =>
  prepared(builder.select(versioned).from(notes).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: NoteKey, include: string[] = []) {
  const [note] = await selectRow(context, key);
  if (note) await loadIncludes(context, noteIncludes, include, [note]);
  return note;
}

const insertRow = within(notePolicy.create, () => insertStatement(notes, versioned));

export async function create(context: CallerContext, values: NoteCreate) {
  return insertRow(context, { ...values, userId: userOf(context) });
}

const updateRow = within(notePolicy.update, (rows) =>
  updateStatement(notes, and(byKey, rows), versioned),
);

/** Undefined when there is no such note, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: NoteKey,
  changes: NoteUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const selectWritable = within(notePolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(notes)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: NoteKey) {
  return (await selectWritable(context, key)).length > 0;
}

const deleteRow = within(notePolicy.delete, (rows) => deleteStatement(notes, and(byKey, rows)));

/** False when there is no such note, or none in one of the given versions. */
export function remove(context: CallerContext, key: NoteKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
