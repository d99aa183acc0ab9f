import { eq, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { goalReviews } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { goalReviewIncludes } from './goal-reviews.includes';
import {
  type GoalReviewCreate,
  type GoalReviewKey,
  type GoalReviewUpdate,
  goalReviewResponse,
} from './goal-reviews.schemas';

const columns = pickColumns(goalReviews, goalReviewResponse, goalReviewIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(goalReviews) };

const byKey = eq(goalReviews.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: goalReviews, columns, includes: goalReviewIncludes });

const selectRow = prepared(builder.select(versioned).from(goalReviews).where(byKey));

export async function find(context: Context, key: GoalReviewKey, include: string[] = []) {
  const [goalReview] = await selectRow(context, key);
  if (goalReview) await loadIncludes(context, goalReviewIncludes, include, [goalReview]);
  return goalReview;
}

const insertRow = insertStatement(goalReviews, versioned);

export function create(context: Context, values: GoalReviewCreate) {
  return insertRow(context, values);
}

const updateRow = updateStatement(goalReviews, byKey, versioned);

/** Undefined when there is no such goal review, or none in one of the given versions. */
export function update(
  context: Context,
  key: GoalReviewKey,
  changes: GoalReviewUpdate,
  versions?: string[],
) {
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(goalReviews, byKey);

/** False when there is no such goal review, or none in one of the given versions. */
export function remove(context: Context, key: GoalReviewKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
