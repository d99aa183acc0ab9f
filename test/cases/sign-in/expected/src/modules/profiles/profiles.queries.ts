import { and, eq, sql } from 'drizzle-orm';
import { type CallerContext, userOf } from '../../access/context';
import { within } from '../../access/policy';
import { reference } from '../../access/references';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { notes, profiles as profilesTable } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { requireReferences } from '../../http/references';
import { notePolicy } from '../notes/notes.policy';
import { profileIncludes } from './profiles.includes';
import { profilePolicy } from './profiles.policy';
import {
  type ProfileCreate,
  type ProfileKey,
  type ProfileUpdate,
  profileResponse,
} from './profiles.schemas';

const columns = pickColumns(profilesTable, profileResponse, profileIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(profilesTable) };

const byKey = eq(profilesTable.id, sql.placeholder('id'));

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(profilePolicy.list, (rows) =>
  pageReader({ from: profilesTable, columns, where: rows, includes: profileIncludes }),
);

const selectRow = within(profilePolicy.read, (rows) =>
  prepared(builder.select(versioned).from(profilesTable).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: ProfileKey, include: string[] = []) {
  const [profile] = await selectRow(context, key);
  if (profile) await loadIncludes(context, profileIncludes, include, [profile]);
  return profile;
}

/** What a body may refer to only if the caller may reach it. */
const references = [reference(notePolicy.read, { memberId: notes.memberId, noteId: notes.id })];

const insertRow = within(profilePolicy.create, () => insertStatement(profilesTable, versioned));

export async function create(context: CallerContext, values: ProfileCreate) {
  await requireReferences(context, references, values, {
    given: () => ({ memberId: userOf(context) }),
  });
  return insertRow(context, { ...values, memberId: userOf(context) });
}

const updateRow = within(profilePolicy.update, (rows) =>
  updateStatement(profilesTable, and(byKey, rows), versioned),
);

/** Undefined when there is no such profile, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: ProfileKey,
  changes: ProfileUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, {
    row: () => selectRow(context, key),
    kept: ['memberId'],
  });
  return updateRow(context, key, changes, versions);
}

const selectWritable = within(profilePolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(profilesTable)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: ProfileKey) {
  return (await selectWritable(context, key)).length > 0;
}

const deleteRow = within(profilePolicy.delete, (rows) =>
  deleteStatement(profilesTable, and(byKey, rows)),
);

/** False when there is no such profile, or none in one of the given versions. */
export function remove(context: CallerContext, key: ProfileKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
