import { and, eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { loadIncludes } from '../../db/includes';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { members } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { memberIncludes } from './members.includes';
import {
  type MemberCreate,
  type MemberKey,
  type MemberUpdate,
  memberResponse,
} from './members.schemas';

const columns = {
  ...pickColumns(members, memberResponse, memberIncludes),
  _version: rowVersion(members),
};
const live = isNull(members.deletedAt);
const byKey = and(eq(members.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: members, columns, where: live, includes: memberIncludes });

const selectRow = prepared(builder.select(columns).from(members).where(byKey));

export async function find(context: Context, key: MemberKey, include: string[] = []) {
  const [member] = await selectRow(context, key);
  if (member) await loadIncludes(context, memberIncludes, include, [member]);
  return member;
}

const insertRow = insertStatement(members, columns);

export function create(context: Context, values: MemberCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(members, byKey, columns);

/** Undefined when there is no such member, or none in one of the given versions. */
export function update(
  context: Context,
  key: MemberKey,
  changes: MemberUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

/** False when there is no such member, or none in one of the given versions. */
export async function remove(context: Context, key: MemberKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
