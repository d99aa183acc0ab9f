import { and, eq, isNull, sql } from 'drizzle-orm';
import type { CallerContext } from '../../access/context';
import { within } from '../../access/policy';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { teams } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { teamIncludes } from './teams.includes';
import { teamPolicy } from './teams.policy';
import { type TeamCreate, type TeamKey, type TeamUpdate, teamResponse } from './teams.schemas';

const columns = pickColumns(teams, teamResponse, teamIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(teams) };
const live = isNull(teams.deletedAt);
const byKey = and(eq(teams.id, sql.placeholder('id')), live);

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(teamPolicy.list, (rows) =>
  pageReader({ from: teams, columns, where: and(live, rows), includes: teamIncludes }),
);

const selectRow = within(teamPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(teams).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: TeamKey, include: string[] = []) {
  const [team] = await selectRow(context, key);
  if (team) await loadIncludes(context, teamIncludes, include, [team]);
  return team;
}

const insertRow = within(teamPolicy.create, () => insertStatement(teams, versioned));

export async function create(context: CallerContext, values: TeamCreate) {
  return insertRow(context, values);
}

const updateRow = within(teamPolicy.update, (rows) =>
  updateStatement(teams, and(byKey, rows), versioned),
);

/** Undefined when there is no such team, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: TeamKey,
  changes: TeamUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const selectWritable = within(teamPolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(teams)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: TeamKey) {
  return (await selectWritable(context, key)).length > 0;
}

const markRow = within(teamPolicy.delete, (rows) =>
  updateStatement(teams, and(byKey, rows), versioned),
);

/** False when there is no such team, or none in one of the given versions. */
export async function remove(context: CallerContext, key: TeamKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await markRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
