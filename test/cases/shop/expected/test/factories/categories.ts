import type { Database } from '../../src/db/client';
import { categories } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a category. Rows that it must refer to are created. */
export async function categoryValues(
  _db: Database,
  overrides: Partial<typeof categories.$inferInsert> = {},
) {
  const n = next();
  return {
    name: `Category ${n}`,
    slug: `category-${n}`,
    ...overrides,
  };
}

/** Inserts a category. */
export async function createCategory(
  db: Database,
  overrides: Partial<typeof categories.$inferInsert> = {},
): Promise<typeof categories.$inferSelect> {
  const values = await categoryValues(db, overrides);
  const [created] = await db.insert(categories).values(values).returning();
  return created as typeof categories.$inferSelect;
}
