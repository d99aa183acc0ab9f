import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { invitations } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { invitationIncludes } from './invitations.includes';
import {
  type InvitationCreate,
  type InvitationKey,
  type InvitationUpdate,
  invitationResponse,
} from './invitations.schemas';

const columns = {
  ...pickColumns(invitations, invitationResponse, invitationIncludes),
  _version: rowVersion(invitations),
};

const byKey = eq(invitations.id, sql.placeholder('id'));

/** The statements of invitations, prepared once. Inside a transaction, make them with the transaction. */
export function invitationQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(invitations).where(byKey));
  const insert = insertStatement(db, invitations, columns);
  const update = updateStatement(db, invitations, byKey, columns);
  const updateVersion = updateStatement(
    db,
    invitations,
    and(byKey, hasVersion(invitations)),
    columns,
  );
  const remove = deleteStatement(db, invitations, byKey);
  const removeVersion = deleteStatement(db, invitations, and(byKey, hasVersion(invitations)));

  return {
    list: pageReader(db, { from: invitations, columns, includes: invitationIncludes }),

    find: async (key: InvitationKey, include: string[] = []) => {
      const [invitation] = await select.execute(key);
      if (invitation) await loadIncludes(db, invitationIncludes, include, [invitation]);
      return invitation;
    },

    create: (values: InvitationCreate) => insert(values),

    /** Undefined when there is no such invitation, or none in one of the given versions. */
    update: (key: InvitationKey, changes: InvitationUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such invitation, or none in one of the given versions. */
    remove: (key: InvitationKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
