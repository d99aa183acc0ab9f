import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { users } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { userIncludes } from './users.includes';
import { type UserCreate, type UserKey, type UserUpdate, userResponse } from './users.schemas';

const columns = { ...pickColumns(users, userResponse, userIncludes), _version: rowVersion(users) };

const byKey = eq(users.id, sql.placeholder('id'));

/** The statements of users, prepared once. Inside a transaction, make them with the transaction. */
export function userQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(users).where(byKey));
  const insert = insertStatement(db, users, columns);
  const update = updateStatement(db, users, byKey, columns);
  const updateVersion = updateStatement(db, users, and(byKey, hasVersion(users)), columns);
  const remove = deleteStatement(db, users, byKey);
  const removeVersion = deleteStatement(db, users, and(byKey, hasVersion(users)));

  return {
    list: pageReader(db, { from: users, columns, includes: userIncludes }),

    find: async (key: UserKey, include: string[] = []) => {
      const [user] = await select.execute(key);
      if (user) await loadIncludes(db, userIncludes, include, [user]);
      return user;
    },

    create: (values: UserCreate) => insert(values),

    /** Undefined when there is no such user, or none in one of the given versions. */
    update: (key: UserKey, changes: UserUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such user, or none in one of the given versions. */
    remove: (key: UserKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
