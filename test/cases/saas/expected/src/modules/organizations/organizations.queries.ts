import { and, eq, isNull, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { organizations } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { organizationIncludes } from './organizations.includes';
import {
  type OrganizationCreate,
  type OrganizationKey,
  type OrganizationUpdate,
  organizationResponse,
} from './organizations.schemas';

const columns = pickColumns(organizations, organizationResponse, organizationIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(organizations) };
const live = isNull(organizations.deletedAt);
const byKey = and(eq(organizations.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({
  from: organizations,
  columns,
  where: live,
  includes: organizationIncludes,
});

const selectRow = prepared(builder.select(versioned).from(organizations).where(byKey));

export async function find(context: Context, key: OrganizationKey, include: string[] = []) {
  const [organization] = await selectRow(context, key);
  if (organization) await loadIncludes(context, organizationIncludes, include, [organization]);
  return organization;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = holder(organizations, not(live));

const insertRow = insertStatement(organizations, versioned);

export function create(context: Context, values: OrganizationCreate) {
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = updateStatement(organizations, byKey, versioned);

/** Undefined when there is no such organization, or none in one of the given versions. */
export function update(
  context: Context,
  key: OrganizationKey,
  changes: OrganizationUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

/** False when there is no such organization, or none in one of the given versions. */
export async function remove(context: Context, key: OrganizationKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
