import { and, eq, isNull, not, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { posts } from '../../db/schema';
import { insertStatement, updateStatement } from '../../db/statements';
import { holder, takenFor } from '../../db/taken';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { postIncludes } from './posts.includes';
import { type PostCreate, type PostKey, type PostUpdate, postResponse } from './posts.schemas';

const columns = pickColumns(posts, postResponse, postIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(posts) };
const live = isNull(posts.deletedAt);
const byKey = and(eq(posts.id, sql.placeholder('id')), live);

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: posts, columns, where: live, includes: postIncludes });

const selectRow = prepared(builder.select(versioned).from(posts).where(byKey));

export async function find(context: Context, key: PostKey, include: string[] = []) {
  const [postRow] = await selectRow(context, key);
  if (postRow) await loadIncludes(context, postIncludes, include, [postRow]);
  return postRow;
}

/** Whether a value is taken by a row that is only marked as deleted. */
const isTakenUnseen = holder(posts, not(live));

const insertRow = insertStatement(posts, versioned);

export function create(context: Context, values: PostCreate) {
  return insertRow(context, values).catch(takenFor(context, isTakenUnseen, values));
}

const updateRow = updateStatement(posts, byKey, versioned);

/** Undefined when there is no such post, or none in one of the given versions. */
export function update(context: Context, key: PostKey, changes: PostUpdate, versions?: string[]) {
  return updateRow(context, key, changes, versions).catch(
    takenFor(context, isTakenUnseen, changes),
  );
}

/** False when there is no such post, or none in one of the given versions. */
export async function remove(context: Context, key: PostKey, versions?: string[]) {
  // The row stays, for whatever refers to it; everything here reads as if it were gone.
  const removed = await updateRow(context, key, { deletedAt: new Date() }, versions);
  return removed !== undefined;
}
