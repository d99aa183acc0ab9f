import type { Database } from '../../src/db/client';
import { users } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a user. Rows that it must refer to are created. */
export async function userValues(
  _db: Database,
  overrides: Partial<typeof users.$inferInsert> = {},
) {
  const n = next();
  return {
    email: `user${n}@example.com`,
    name: `User ${n}`,
    locale: `en-GB ${n}`,
    timezone: `Europe/Lisbon ${n}`,
    lastSeenAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    ...overrides,
  };
}

/** Inserts a user. */
export async function createUser(
  db: Database,
  overrides: Partial<typeof users.$inferInsert> = {},
): Promise<typeof users.$inferSelect> {
  const values = await userValues(db, overrides);
  const [created] = await db.insert(users).values(values).returning();
  return created as typeof users.$inferSelect;
}
