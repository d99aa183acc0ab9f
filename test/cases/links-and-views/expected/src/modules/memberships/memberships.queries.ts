import { and, eq, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { memberships, teams } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { membershipIncludes } from './memberships.includes';
import {
  type MembershipCreate,
  type MembershipKey,
  type MembershipUpdate,
  membershipResponse,
} from './memberships.schemas';

const columns = pickColumns(memberships, membershipResponse, membershipIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(memberships) };

const byKey = and(
  eq(memberships.teamId, sql.placeholder('teamId')),
  eq(memberships.playerId, sql.placeholder('playerId')),
);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: memberships, columns, includes: membershipIncludes });

const selectRow = prepared(builder.select(versioned).from(memberships).where(byKey));

export async function find(context: Context, key: MembershipKey, include: string[] = []) {
  const [membership] = await selectRow(context, key);
  if (membership) await loadIncludes(context, membershipIncludes, include, [membership]);
  return membership;
}

/** What a body may refer to only if it is not deleted. */
const references = [reference({ teamId: teams.id }, not(teams.isDeleted))];

const insertRow = insertStatement(memberships, versioned);

export async function create(context: Context, values: MembershipCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(memberships, byKey, versioned);

/** Undefined when there is no such membership, or none in one of the given versions. */
export async function update(
  context: Context,
  key: MembershipKey,
  changes: MembershipUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(memberships, byKey);

/** False when there is no such membership, or none in one of the given versions. */
export function remove(context: Context, key: MembershipKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
