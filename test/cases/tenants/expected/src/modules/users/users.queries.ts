import { and, eq, sql } from 'drizzle-orm';
import type { CallerContext } from '../../access/context';
import { within } from '../../access/policy';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { users } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { userIncludes } from './users.includes';
import { userPolicy } from './users.policy';
import { type UserCreate, type UserKey, type UserUpdate, userResponse } from './users.schemas';

const columns = pickColumns(users, userResponse, userIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(users) };

const byKey = eq(users.id, sql.placeholder('id'));

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(userPolicy.list, (rows) =>
  pageReader({ from: users, columns, where: rows, includes: userIncludes }),
);

const selectRow = within(userPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(users).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: UserKey, include: string[] = []) {
  const [user] = await selectRow(context, key);
  if (user) await loadIncludes(context, userIncludes, include, [user]);
  return user;
}

const insertRow = within(userPolicy.create, () => insertStatement(users, versioned));

export async function create(context: CallerContext, values: UserCreate) {
  return insertRow(context, values);
}

const updateRow = within(userPolicy.update, (rows) =>
  updateStatement(users, and(byKey, rows), versioned),
);

/** Undefined when there is no such user, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: UserKey,
  changes: UserUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const selectWritable = within(userPolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(users)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: UserKey) {
  return (await selectWritable(context, key)).length > 0;
}

const deleteRow = within(userPolicy.delete, (rows) => deleteStatement(users, and(byKey, rows)));

/** False when there is no such user, or none in one of the given versions. */
export function remove(context: CallerContext, key: UserKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
