import { and, eq, isNull, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { user } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { userIncludes } from './users.includes';
import { type UserCreate, type UserKey, type UserUpdate, userResponse } from './users.schemas';

const columns = pickColumns(user, userResponse, userIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(user) };
const live = isNull(user.deletedAt);
const byKey = and(eq(user.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: user, columns, where: live, includes: userIncludes });

const selectRow = prepared(builder.select(versioned).from(user).where(byKey));

export async function find(context: Context, key: UserKey, include: string[] = []) {
  const [userRow] = await selectRow(context, key);
  if (userRow) await loadIncludes(context, userIncludes, include, [userRow]);
  return userRow;
}

/** What a body may refer to only if it is not deleted. */
const references = [reference({ managerId: user.id }, isNull(user.deletedAt))];

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = holder(user, not(live));

const insertRow = insertStatement(user, versioned);

export async function create(context: Context, values: UserCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = updateStatement(user, byKey, versioned);

/** Undefined when there is no such user, or none in one of the given versions. */
export async function update(
  context: Context,
  key: UserKey,
  changes: UserUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

/** False when there is no such user, or none in one of the given versions. */
export async function remove(context: Context, key: UserKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
