import type { Database } from '../../src/db/client';
import { transfers } from '../../src/db/schema';
import { createUser } from './users';

/** Valid values for a transfer. Rows that it must refer to are created. */
export async function transferValues(
  db: Database,
  overrides: Partial<typeof transfers.$inferInsert> = {},
) {
  const firstId = overrides.firstId ?? (await createUser(db)).id;
  const secondId = overrides.secondId ?? (await createUser(db)).id;
  return {
    firstId,
    secondId,
    ...overrides,
  };
}

/** Inserts a transfer. */
export async function createTransfer(
  db: Database,
  overrides: Partial<typeof transfers.$inferInsert> = {},
): Promise<typeof transfers.$inferSelect> {
  const values = await transferValues(db, overrides);
  const [created] = await db.insert(transfers).values(values).returning();
  return created as typeof transfers.$inferSelect;
}
