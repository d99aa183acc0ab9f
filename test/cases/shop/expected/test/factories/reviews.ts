import type { Database } from '../../src/db/client';
import { reviews } from '../../src/db/schema';
import { createProduct } from './products';
import { createCustomer } from './customers';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a review. Rows that it must refer to are created. */
export async function reviewValues(
  db: Database,
  overrides: Partial<typeof reviews.$inferInsert> = {},
) {
  const n = next();
  const productId = overrides.productId ?? (await createProduct(db)).id;
  const customerId = overrides.customerId ?? (await createCustomer(db)).id;
  return {
    productId,
    customerId,
    rating: 1 + (n % 5),
    title: `Review ${n}`,
    body: `A few words about review ${n}.`,
    ...overrides,
  };
}

/** Inserts a review. */
export async function createReview(
  db: Database,
  overrides: Partial<typeof reviews.$inferInsert> = {},
): Promise<typeof reviews.$inferSelect> {
  const values = await reviewValues(db, overrides);
  const [created] = await db.insert(reviews).values(values).returning();
  return created as typeof reviews.$inferSelect;
}
