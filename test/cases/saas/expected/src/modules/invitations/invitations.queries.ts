import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { invitations, organizations } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { invitationIncludes } from './invitations.includes';
import {
  type InvitationCreate,
  type InvitationKey,
  type InvitationUpdate,
  invitationResponse,
} from './invitations.schemas';

const columns = pickColumns(invitations, invitationResponse, invitationIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(invitations) };

const byKey = eq(invitations.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: invitations, columns, includes: invitationIncludes });

const selectRow = prepared(builder.select(versioned).from(invitations).where(byKey));

export async function find(context: Context, key: InvitationKey, include: string[] = []) {
  const [invitation] = await selectRow(context, key);
  if (invitation) await loadIncludes(context, invitationIncludes, include, [invitation]);
  return invitation;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ organizationId: organizations.id }, isNull(organizations.deletedAt)),
];

const insertRow = insertStatement(invitations, versioned);

export async function create(context: Context, values: InvitationCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(invitations, byKey, versioned);

/** Undefined when there is no such invitation, or none in one of the given versions. */
export async function update(
  context: Context,
  key: InvitationKey,
  changes: InvitationUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(invitations, byKey);

/** False when there is no such invitation, or none in one of the given versions. */
export function remove(context: Context, key: InvitationKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
