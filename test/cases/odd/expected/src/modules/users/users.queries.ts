import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { user } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { userIncludes } from './users.includes';
import { type UserCreate, type UserKey, type UserUpdate, userResponse } from './users.schemas';

const columns = { ...pickColumns(user, userResponse, userIncludes), _version: rowVersion(user) };
const live = isNull(user.deletedAt);
const byKey = and(eq(user.id, sql.placeholder('id')), live);

/** The statements of users, prepared once. Inside a transaction, make them with the transaction. */
export function userQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(user).where(byKey));
  const insert = insertStatement(db, user, columns);
  const update = updateStatement(db, user, byKey, columns);
  const updateVersion = updateStatement(db, user, and(byKey, hasVersion(user)), columns);

  return {
    list: pageReader(db, { from: user, columns, where: live, includes: userIncludes }),

    find: async (key: UserKey, include: string[] = []) => {
      const [userRow] = await select.execute(key);
      if (userRow) await loadIncludes(db, userIncludes, include, [userRow]);
      return userRow;
    },

    create: (values: UserCreate) => insert(values),

    /** Undefined when there is no such user, or none in one of the given versions. */
    update: (key: UserKey, changes: UserUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such user, or none in one of the given versions. */
    remove: async (key: UserKey, versions?: string[]) => {
      // The row stays, for whatever refers to it; everything here reads as if it were gone.
      const mark = { deletedAt: new Date() };
      const removed = versions
        ? await updateVersion(mark, { ...key, ...expecting(versions) })
        : await update(mark, key);
      return removed !== undefined;
    },
  };
}
