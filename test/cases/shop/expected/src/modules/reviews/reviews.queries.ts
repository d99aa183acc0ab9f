import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client';
import { pickColumns } from '../../db/columns';
import { loadIncludes } from '../../db/includes';
import { prepared } from '../../db/prepared';
import { expecting, hasVersion, rowVersion } from '../../db/row-version';
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

/** The statements of reviews, prepared once. Inside a transaction, make them with the transaction. */
export function reviewQueries(db: Database | Transaction) {
  const select = prepared(db.select(columns).from(reviews).where(byKey));
  const insert = insertStatement(db, reviews, columns);
  const update = updateStatement(db, reviews, byKey, columns);
  const updateVersion = updateStatement(db, reviews, and(byKey, hasVersion(reviews)), columns);
  const remove = deleteStatement(db, reviews, byKey);
  const removeVersion = deleteStatement(db, reviews, and(byKey, hasVersion(reviews)));

  return {
    list: pageReader(db, { from: reviews, columns, includes: reviewIncludes }),

    find: async (key: ReviewKey, include: string[] = []) => {
      const [review] = await select.execute(key);
      if (review) await loadIncludes(db, reviewIncludes, include, [review]);
      return review;
    },

    create: (values: ReviewCreate) => insert(values),

    /** Undefined when there is no such review, or none in one of the given versions. */
    update: (key: ReviewKey, changes: ReviewUpdate, versions?: string[]) =>
      versions ? updateVersion(changes, { ...key, ...expecting(versions) }) : update(changes, key),

    /** False when there is no such review, or none in one of the given versions. */
    remove: (key: ReviewKey, versions?: string[]) =>
      versions ? removeVersion({ ...key, ...expecting(versions) }) : remove(key),
  };
}
