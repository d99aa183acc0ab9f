import type { Database } from '../../src/db/client';
import { products } from '../../src/db/schema';
import { createCategory } from './categories';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a product. Rows that it must refer to are created. */
export async function productValues(
  db: Database,
  overrides: Partial<typeof products.$inferInsert> = {},
) {
  const n = next();
  const categoryId = overrides.categoryId ?? (await createCategory(db)).id;
  return {
    categoryId,
    sku: `SKU-${String(n).padStart(4, '0')}`,
    name: `Product ${n}`,
    description: `A few words about product ${n}.`,
    price: (5.99 + (n % 492)).toFixed(2),
    compareAtPrice: (7.99 + (n % 492)).toFixed(2),
    ...overrides,
  };
}

/** Inserts a product. */
export async function createProduct(
  db: Database,
  overrides: Partial<typeof products.$inferInsert> = {},
): Promise<typeof products.$inferSelect> {
  const values = await productValues(db, overrides);
  const [created] = await db.insert(products).values(values).returning();
  return created as typeof products.$inferSelect;
}
