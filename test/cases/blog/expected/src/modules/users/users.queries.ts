import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { users } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { userIncludes } from './users.includes';
import { type UserCreate, type UserKey, type UserUpdate, userResponse } from './users.schemas';

const columns = pickColumns(users, userResponse, userIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(users) };

const byKey = eq(users.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: users, columns, includes: userIncludes });

const selectRow = prepared(builder.select(versioned).from(users).where(byKey));

export async function find(context: Context, key: UserKey, include: string[] = []) {
  const [user] = await selectRow(context, key);
  if (user) await loadIncludes(context, userIncludes, include, [user]);
  return user;
}

const insertRow = insertStatement(users, versioned);

export function create(context: Context, values: UserCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(users, byKey, versioned);

/** Undefined when there is no such user, or none in one of the given versions. */
export function update(context: Context, key: UserKey, changes: UserUpdate, versions?: string[]) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(users, byKey);

/** False when there is no such user, or none in one of the given versions. */
export function remove(context: Context, key: UserKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
