import type { Database } from '../../src/db/client';
import { courts } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a court. Rows that it must refer to are created. */
export async function courtValues(
  _db: Database,
  overrides: Partial<typeof courts.$inferInsert> = {},
) {
  const n = next();
  return {
    surface: `Surface ${n}`,
    ...overrides,
  };
}

/** Inserts a court. */
export async function createCourt(
  db: Database,
  overrides: Partial<typeof courts.$inferInsert> = {},
): Promise<typeof courts.$inferSelect> {
  const values = await courtValues(db, overrides);
  const [created] = await db.insert(courts).values(values).returning();
  return created as typeof courts.$inferSelect;
}
