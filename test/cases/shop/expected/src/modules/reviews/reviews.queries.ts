import { eq, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { customers, products, reviews } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
import { reviewIncludes } from './reviews.includes';
import {
  type ReviewCreate,
  type ReviewKey,
  type ReviewUpdate,
  reviewResponse,
} from './reviews.schemas';

const columns = pickColumns(reviews, reviewResponse, reviewIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(reviews) };

const byKey = eq(reviews.id, sql.placeholder('id'));

// Statements are built once. Each call runs them where its context says: on the pool, or in a transaction.
export const list = pageReader({ from: reviews, columns, includes: reviewIncludes });

const selectRow = prepared(builder.select(versioned).from(reviews).where(byKey));

export async function find(context: Context, key: ReviewKey, include: string[] = []) {
  const [review] = await selectRow(context, key);
  if (review) await loadIncludes(context, reviewIncludes, include, [review]);
  return review;
}

/** What a body may refer to only if it is not deleted. */
const references = [
  reference({ productId: products.id }, isNull(products.deletedAt)),
  reference({ customerId: customers.id }, isNull(customers.deletedAt)),
];

const insertRow = insertStatement(reviews, versioned);

export async function create(context: Context, values: ReviewCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, values);
}

const updateRow = updateStatement(reviews, byKey, versioned);

/** Undefined when there is no such review, or none in one of the given versions. */
export async function update(
  context: Context,
  key: ReviewKey,
  changes: ReviewUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const deleteRow = deleteStatement(reviews, byKey);

/** False when there is no such review, or none in one of the given versions. */
export function remove(context: Context, key: ReviewKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
