import type { Database } from '../../src/db/client';
import { rivalries } from '../../src/db/schema';
import { createTeam } from './teams';

/** Valid values for a rivalry. Rows that it must refer to are created. */
export async function rivalryValues(
  db: Database,
  overrides: Partial<typeof rivalries.$inferInsert> = {},
) {
  const teamId = overrides.teamId ?? (await createTeam(db)).id;
  const rivalId = overrides.rivalId ?? (await createTeam(db)).id;
  return {
    teamId,
    rivalId,
    ...overrides,
  };
}

/** Inserts a rivalry. */
export async function createRivalry(
  db: Database,
  overrides: Partial<typeof rivalries.$inferInsert> = {},
): Promise<typeof rivalries.$inferSelect> {
  const values = await rivalryValues(db, overrides);
  const [created] = await db.insert(rivalries).values(values).returning();
  return created as typeof rivalries.$inferSelect;
}
