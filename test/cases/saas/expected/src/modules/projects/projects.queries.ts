import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { organizations, projects } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { projectIncludes } from './projects.includes';
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

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: projects, columns, includes: projectIncludes });

const selectRow = prepared(builder.select(versioned).from(projects).where(byKey));

export async function find(context: Context, key: ProjectKey, include: string[] = []) {
  const [project] = await selectRow(context, key);
  if (project) await loadIncludes(context, projectIncludes, include, [project]);
  return project;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ organizationId: organizations.id }, isNull(organizations.deletedAt)),
];

const insertRow = insertStatement(projects, versioned);

export async function create(context: Context, values: ProjectCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(projects, byKey, versioned);

/** Undefined when there is no such project, or none in one of the given versions. */
export async function update(
  context: Context,
  key: ProjectKey,
  changes: ProjectUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(projects, byKey);

/** False when there is no such project, or none in one of the given versions. */
export function remove(context: Context, key: ProjectKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
