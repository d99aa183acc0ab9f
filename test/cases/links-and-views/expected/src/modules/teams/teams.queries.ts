import { and, eq, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { teams } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { teamIncludes } from './teams.includes';
import { type TeamCreate, type TeamKey, type TeamUpdate, teamResponse } from './teams.schemas';

const columns = pickColumns(teams, teamResponse, teamIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(teams) };
const live = not(teams.isDeleted);
const byKey = and(eq(teams.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: teams, columns, where: live, includes: teamIncludes });

const selectRow = prepared(builder.select(versioned).from(teams).where(byKey));

export async function find(context: Context, key: TeamKey, include: string[] = []) {
  const [team] = await selectRow(context, key);
  if (team) await loadIncludes(context, teamIncludes, include, [team]);
  return team;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = holder(teams, not(live));

const insertRow = insertStatement(teams, versioned);

export function create(context: Context, values: TeamCreate) {
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = updateStatement(teams, byKey, versioned);

/** Undefined when there is no such team, or none in one of the given versions. */
export function update(context: Context, key: TeamKey, changes: TeamUpdate, versions?: string[]) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

/** False when there is no such team, or none in one of the given versions. */
export async function remove(context: Context, key: TeamKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { isDeleted: true }, versions);
  return removed !== undefined;
}
