import { and, eq, isNull, not, sql } from 'drizzle-orm';
import type { CallerContext } from '../../access/context';
import { within } from '../../access/policy';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { members } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { memberIncludes } from './members.includes';
import { memberPolicy } from './members.policy';
import {
  type MemberCreate,
  type MemberKey,
  type MemberUpdate,
  memberResponse,
} from './members.schemas';

const columns = pickColumns(members, memberResponse, memberIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(members) };
const live = isNull(members.deletedAt);
const byKey = and(eq(members.id, sql.placeholder('id')), live);

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(memberPolicy.list, (rows) =>
  pageReader({ from: members, columns, where: and(live, rows), includes: memberIncludes }),
);

const selectRow = within(memberPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(members).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: MemberKey, include: string[] = []) {
  const [member] = await selectRow(context, key);
  if (member) await loadIncludes(context, memberIncludes, include, [member]);
  return member;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = within(
  memberPolicy.read,
  (rows) => holder(members, and(not(live), rows)),
  false,
);

const insertRow = within(memberPolicy.create, () => insertStatement(members, versioned));

export async function create(context: CallerContext, values: MemberCreate) {
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = within(memberPolicy.update, (rows) =>
  updateStatement(members, and(byKey, rows), versioned),
);

/** Undefined when there is no such member, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: MemberKey,
  changes: MemberUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

const selectWritable = within(memberPolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(members)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: MemberKey) {
  return (await selectWritable(context, key)).length > 0;
}

const markRow = within(memberPolicy.delete, (rows) =>
  updateStatement(members, and(byKey, rows), versioned),
);

/** False when there is no such member, or none in one of the given versions. */
export async function remove(context: CallerContext, key: MemberKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await markRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
