import { and, eq, sql } from 'drizzle-orm';
import { type CallerContext, tenantOf } from '../../access/context';
import { within } from '../../access/policy';
import { reference } from '../../access/references';
import { teammates } from '../../access/teammates';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { projects, users } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { requireReferences } from '../../http/references';
import { projectIncludes } from './projects.includes';
import { projectPolicy } from './projects.policy';
import {
  type ProjectCreate,
  type ProjectKey,
  type ProjectUpdate,
  projectResponse,
} from './projects.schemas';

const columns = pickColumns(projects, projectResponse, projectIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(projects) };

const byKey = eq(projects.id, sql.placeholder('id'));

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(projectPolicy.list, (rows) =>
  pageReader({ from: projects, columns, where: rows, includes: projectIncludes }),
);

const selectRow = within(projectPolicy.read, (rows) =>
  prepared(builder.select(versioned).from(projects).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: ProjectKey, include: string[] = []) {
  const [project] = await selectRow(context, key);
  if (project) await loadIncludes(context, projectIncludes, include, [project]);
  return project;
}

/** What a body may refer to only if the caller may reach it. */
const references = [reference(teammates, { leadId: users.id })];

const insertRow = within(projectPolicy.create, () => insertStatement(projects, versioned));

export async function create(context: CallerContext, values: ProjectCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, { ...values, teamId: tenantOf(context) });
}

const updateRow = within(projectPolicy.update, (rows) =>
  updateStatement(projects, and(byKey, rows), versioned),
);

/** Undefined when there is no such project, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: ProjectKey,
  changes: ProjectUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const selectWritable = within(projectPolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(projects)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: ProjectKey) {
  return (await selectWritable(context, key)).length > 0;
}

const deleteRow = within(projectPolicy.delete, (rows) =>
  deleteStatement(projects, and(byKey, rows)),
);

/** False when there is no such project, or none in one of the given versions. */
export function remove(context: CallerContext, key: ProjectKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
