import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { loadIncludes } from '../../db/includes';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { reviews } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { reviewIncludes } from './reviews.includes';
import {
  type ReviewCreate,
  type ReviewKey,
  type ReviewUpdate,
  reviewResponse,
} from './reviews.schemas';

const columns = {
  ...pickColumns(reviews, reviewResponse, reviewIncludes),
  _version: rowVersion(reviews),
};

const byKey = eq(reviews.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: reviews, columns, includes: reviewIncludes });

const selectRow = prepared(builder.select(columns).from(reviews).where(byKey));

export async function find(context: Context, key: ReviewKey, include: string[] = []) {
  const [review] = await selectRow(context, key);
  if (review) await loadIncludes(context, reviewIncludes, include, [review]);
  return review;
}

const insertRow = insertStatement(reviews, columns);

export function create(context: Context, values: ReviewCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(reviews, byKey, columns);

/** Undefined when there is no such review, or none in one of the given versions. */
export function update(
  context: Context,
  key: ReviewKey,
  changes: ReviewUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(reviews, byKey);

/** False when there is no such review, or none in one of the given versions. */
export function remove(context: Context, key: ReviewKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
