import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
import { goalReviews } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { pageReader } from '../../http/page';
import { goalReviewIncludes } from './goal-reviews.includes';
import {
  type GoalReviewCreate,
  type GoalReviewKey,
  type GoalReviewUpdate,
  goalReviewResponse,
} from './goal-reviews.schemas';

const columns = {
  ...pickColumns(goalReviews, goalReviewResponse, goalReviewIncludes),
  _version: rowVersion(goalReviews),
};

const byKey = eq(goalReviews.id, sql.placeholder('id'));

/** The statements of goal reviews, prepared once. Inside a transaction, make them with the transaction. */
export function goalReviewQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(goalReviews).where(byKey));
  const insert = insertStatement(db, goalReviews, columns);
  const update = updateStatement(db, goalReviews, byKey, columns);
  const updateVersion = updateStatement(
    db,
    goalReviews,
    and(byKey, hasVersion(goalReviews)),
    columns,
  );
  const remove = deleteStatement(db, goalReviews, byKey);
  const removeVersion = deleteStatement(db, goalReviews, and(byKey, hasVersion(goalReviews)));

  return {
    list: pageReader(db, { from: goalReviews, columns, includes: goalReviewIncludes }),

    find: async (key: GoalReviewKey, include: string[] = []) => {
      const [goalReview] = await select.execute(key);
      if (goalReview) await loadIncludes(db, goalReviewIncludes, include, [goalReview]);
      return goalReview;
    },

    create: (values: GoalReviewCreate) => insert(values),

    /** Undefined when there is no such goal review, or none in one of the given versions. */
    update: (key: GoalReviewKey, changes: GoalReviewUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such goal review, or none in one of the given versions. */
    remove: (key: GoalReviewKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
