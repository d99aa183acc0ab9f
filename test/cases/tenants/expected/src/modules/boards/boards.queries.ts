import { and, eq, isNull, sql } from 'drizzle-orm';
import { type CallerContext, tenantOf, userOf } from '../../access/context';
import { within } from '../../access/policy';
import { reference } from '../../access/references';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { boards, projects } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { requireReferences } from '../../http/references';
import { projectPolicy } from '../projects/projects.policy';
import { boardIncludes } from './boards.includes';
import { boardPolicy } from './boards.policy';
import { type BoardCreate, type BoardKey, type BoardUpdate, boardResponse } from './boards.schemas';

const columns = pickColumns(boards, boardResponse, boardIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(boards) };
const live = isNull(boards.deletedAt);
const byKey = and(eq(boards.id, sql.placeholder('id')), live);

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(boardPolicy.list, (rows) =>
  pageReader({ from: boards, columns, where: and(live, rows), includes: boardIncludes }),
);

const selectRow = within(boardPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(boards).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: BoardKey, include: string[] = []) {
  const [board] = await selectRow(context, key);
  if (board) await loadIncludes(context, boardIncludes, include, [board]);
  return board;
}

/** What a body may refer to only if the caller may reach it. */
const references = [
  reference(projectPolicy.read, { teamId: projects.teamId, projectId: projects.id }),
];

const insertRow = within(boardPolicy.create, () => insertStatement(boards, versioned));

export async function create(context: CallerContext, values: BoardCreate) {
  await requireReferences(context, references, values, {
    given: () => ({ teamId: tenantOf(context) }),
  });
  return insertRow(context, { ...values, teamId: tenantOf(context) });
}

const updateRow = within(boardPolicy.update, (rows) =>
  updateStatement(boards, and(byKey, rows), versioned),
);

/** Undefined when there is no such board, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: BoardKey,
  changes: BoardUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, {
    row: () => selectRow(context, key),
    kept: ['teamId'],
  });
  return updateRow(context, key, changes, versions);
}

const selectWritable = within(boardPolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(boards)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: BoardKey) {
  return (await selectWritable(context, key)).length > 0;
}

const markRow = within(boardPolicy.delete, (rows) =>
  updateStatement(boards, and(byKey, rows), versioned),
);

/** False when there is no such board, or none in one of the given versions. */
export async function remove(context: CallerContext, key: BoardKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await markRow(
    context,
    key,
    { deletedAt: new Date(), deletedBy: userOf(context) },
    versions,
  );
  return removed !== undefined;
}
