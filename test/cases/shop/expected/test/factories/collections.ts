import type { Database } from '../../src/db/client';
import { collections } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a collection. Rows that it must refer to are created. */
export async function collectionValues(
  _db: Database,
  overrides: Partial<typeof collections.$inferInsert> = {},
) {
  const n = next();
  return {
    name: `Collection ${n}`,
    slug: `collection-${n}`,
    description: `A few words about collection ${n}.`,
    ...overrides,
  };
}

/** Inserts a collection. */
export async function createCollection(
  db: Database,
  overrides: Partial<typeof collections.$inferInsert> = {},
): Promise<typeof collections.$inferSelect> {
  const values = await collectionValues(db, overrides);
  const [created] = await db.insert(collections).values(values).returning();
  return created as typeof collections.$inferSelect;
}
