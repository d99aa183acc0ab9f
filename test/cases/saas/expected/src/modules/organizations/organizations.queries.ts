import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { organizations } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { organizationIncludes } from './organizations.includes';
import {
  type OrganizationCreate,
  type OrganizationKey,
  type OrganizationUpdate,
  organizationResponse,
} from './organizations.schemas';

const columns = {
  ...pickColumns(organizations, organizationResponse, organizationIncludes),
  _version: rowVersion(organizations),
};
const live = isNull(organizations.deletedAt);
const byKey = and(eq(organizations.id, sql.placeholder('id')), live);

/** The statements of organizations, prepared once. Inside a transaction, make them with the transaction. */
export function organizationQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(organizations).where(byKey));
  const insert = insertStatement(db, organizations, columns);
  const update = updateStatement(db, organizations, byKey, columns);
  const updateVersion = updateStatement(
    db,
    organizations,
    and(byKey, hasVersion(organizations)),
    columns,
  );

  return {
    list: pageReader(db, {
      from: organizations,
      columns,
      where: live,
      includes: organizationIncludes,
    }),

    find: async (key: OrganizationKey, include: string[] = []) => {
      const [organization] = await select.execute(key);
      if (organization) await loadIncludes(db, organizationIncludes, include, [organization]);
      return organization;
    },

    create: (values: OrganizationCreate) => insert(values),

    /** Undefined when there is no such organization, or none in one of the given versions. */
    update: (key: OrganizationKey, changes: OrganizationUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such organization, or none in one of the given versions. */
    remove: async (key: OrganizationKey, versions?: string[]) => {
      // The row stays, for whatever refers to it; everything here reads as if it were gone.
      const mark = { deletedAt: new Date() };
      const removed = versions
        ? await updateVersion(mark, { ...key, ...expecting(versions) })
        : await update(mark, key);
      return removed !== undefined;
    },
  };
}
