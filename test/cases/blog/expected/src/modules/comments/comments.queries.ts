import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { comments, posts } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { commentIncludes } from './comments.includes';
import {
  type CommentCreate,
  type CommentKey,
  type CommentUpdate,
  commentResponse,
} from './comments.schemas';

const columns = pickColumns(comments, commentResponse, commentIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(comments) };

const byKey = eq(comments.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: comments, columns, includes: commentIncludes });

const selectRow = prepared(builder.select(versioned).from(comments).where(byKey));

export async function find(context: Context, key: CommentKey, include: string[] = []) {
  const [comment] = await selectRow(context, key);
  if (comment) await loadIncludes(context, commentIncludes, include, [comment]);
  return comment;
}

/** What a body may refer to only if it is not deleted. */
const references = [reference({ postId: posts.id }, isNull(posts.deletedAt))];

const insertRow = insertStatement(comments, versioned);

export async function create(context: Context, values: CommentCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(comments, byKey, versioned);

/** Undefined when there is no such comment, or none in one of the given versions. */
export async function update(
  context: Context,
  key: CommentKey,
  changes: CommentUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(comments, byKey);

/** False when there is no such comment, or none in one of the given versions. */
export function remove(context: Context, key: CommentKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
