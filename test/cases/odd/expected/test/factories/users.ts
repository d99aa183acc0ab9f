import type { Database } from '../../src/db/client';
import { user } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a user. Rows that it must refer to are created. */
export async function userValues(_db: Database, overrides: Partial<typeof user.$inferInsert> = {}) {
  const n = next();
  return {
    email: `user${n}@example.com`,
    ...overrides,
  };
}

/** Inserts a user. */
export async function createUser(
  db: Database,
  overrides: Partial<typeof user.$inferInsert> = {},
): Promise<typeof user.$inferSelect> {
  const values = await userValues(db, overrides);
  const [created] = await db.insert(user).values(values).returning();
  return created as typeof user.$inferSelect;
}
