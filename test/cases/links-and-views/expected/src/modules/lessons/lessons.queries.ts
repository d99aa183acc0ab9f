import { and, eq, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { courts, lessons } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { lessonIncludes } from './lessons.includes';
import {
  type LessonCreate,
  type LessonKey,
  type LessonUpdate,
  lessonResponse,
} from './lessons.schemas';

const columns = pickColumns(lessons, lessonResponse, lessonIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(lessons) };

const byKey = and(
  eq(lessons.branch, sql.placeholder('branch')),
  eq(lessons.id, sql.placeholder('id')),
);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: lessons, columns, includes: lessonIncludes });

const selectRow = prepared(builder.select(versioned).from(lessons).where(byKey));

export async function find(context: Context, key: LessonKey, include: string[] = []) {
  const [lesson] = await selectRow(context, key);
  if (lesson) await loadIncludes(context, lessonIncludes, include, [lesson]);
  return lesson;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ branch: courts.branch, courtId: courts.id }, not(courts.isDeleted), {
    branch: lessons.branch,
  }),
];

const insertRow = insertStatement(lessons, versioned);

export async function create(context: Context, values: LessonCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(lessons, byKey, versioned);

/** Undefined when there is no such lesson, or none in one of the given versions. */
export async function update(
  context: Context,
  key: LessonKey,
  changes: LessonUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, {
    row: () => selectRow(context, key),
    kept: ['branch'],
  });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(lessons, byKey);

/** False when there is no such lesson, or none in one of the given versions. */
export function remove(context: Context, key: LessonKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
