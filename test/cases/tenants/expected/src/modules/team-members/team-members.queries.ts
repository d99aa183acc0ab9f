import { and, eq, isNull, not, sql } from 'drizzle-orm';
import { type CallerContext, tenantOf } from '../../access/context';
import { within } from '../../access/policy';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { teamMembers } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { teamMemberIncludes } from './team-members.includes';
import { teamMemberPolicy } from './team-members.policy';
import {
  type TeamMemberCreate,
  type TeamMemberKey,
  type TeamMemberUpdate,
  teamMemberResponse,
} from './team-members.schemas';

const columns = pickColumns(teamMembers, teamMemberResponse, teamMemberIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(teamMembers) };
const live = isNull(teamMembers.deletedAt);
const byKey = and(
  eq(teamMembers.teamId, sql.placeholder('teamId')),
  eq(teamMembers.userId, sql.placeholder('userId')),
  live,
);

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(teamMemberPolicy.list, (rows) =>
  pageReader({ from: teamMembers, columns, where: and(live, rows), includes: teamMemberIncludes }),
);

const selectRow = within(teamMemberPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(teamMembers).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: TeamMemberKey, include: string[] = []) {
  const [teamMember] = await selectRow(context, key);
  if (teamMember) await loadIncludes(context, teamMemberIncludes, include, [teamMember]);
  return teamMember;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = within(
  teamMemberPolicy.read,
  (rows) => holder(teamMembers, and(not(live), rows)),
  false,
);

const insertRow = within(teamMemberPolicy.create, () => insertStatement(teamMembers, versioned));

export async function create(context: CallerContext, values: TeamMemberCreate) {
  const row = { ...values, teamId: tenantOf(context) };
  return insertRow(context, row).catch(takenFor(context, isTakenUnseen, row));
}

const updateRow = within(teamMemberPolicy.update, (rows) =>
  updateStatement(teamMembers, and(byKey, rows), versioned),
);

/** Undefined when there is no such team member, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: TeamMemberKey,
  changes: TeamMemberUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

const selectWritable = within(teamMemberPolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(teamMembers)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: TeamMemberKey) {
  return (await selectWritable(context, key)).length > 0;
}

const markRow = within(teamMemberPolicy.delete, (rows) =>
  updateStatement(teamMembers, and(byKey, rows), versioned),
);

/** False when there is no such team member, or none in one of the given versions. */
export async function remove(context: CallerContext, key: TeamMemberKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await markRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
