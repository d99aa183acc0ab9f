import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { memberships } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { membershipIncludes } from './memberships.includes';
import {
  type MembershipCreate,
  type MembershipKey,
  type MembershipUpdate,
  membershipResponse,
} from './memberships.schemas';

const columns = {
  ...pickColumns(memberships, membershipResponse, membershipIncludes),
  _version: rowVersion(memberships),
};

const byKey = and(
  eq(memberships.teamId, sql.placeholder('teamId')),
  eq(memberships.playerId, sql.placeholder('playerId')),
);

/** The statements of memberships, prepared once. Inside a transaction, make them with the transaction. */
export function membershipQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(memberships).where(byKey));
  const insert = insertStatement(db, memberships, columns);
  const update = updateStatement(db, memberships, byKey, columns);
  const updateVersion = updateStatement(
    db,
    memberships,
    and(byKey, hasVersion(memberships)),
    columns,
  );
  const remove = deleteStatement(db, memberships, byKey);
  const removeVersion = deleteStatement(db, memberships, and(byKey, hasVersion(memberships)));

  return {
    list: pageReader(db, { from: memberships, columns, includes: membershipIncludes }),

    find: async (key: MembershipKey, include: string[] = []) => {
      const [membership] = await select.execute(key);
      if (membership) await loadIncludes(db, membershipIncludes, include, [membership]);
      return membership;
    },

    create: (values: MembershipCreate) => insert(values),

    /** Undefined when there is no such membership, or none in one of the given versions. */
    update: (key: MembershipKey, changes: MembershipUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such membership, or none in one of the given versions. */
    remove: (key: MembershipKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
