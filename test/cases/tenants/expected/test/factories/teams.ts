import type { Database } from '../../src/db/client';
import { teams } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a team. Rows that it must refer to are created. */
export async function teamValues(
  _db: Database,
  overrides: Partial<typeof teams.$inferInsert> = {},
) {
  const n = next();
  return {
    name: `Team ${n}`,
    ...overrides,
  };
}

/** Inserts a team. */
export async function createTeam(
  db: Database,
  overrides: Partial<typeof teams.$inferInsert> = {},
): Promise<typeof teams.$inferSelect> {
  const values = await teamValues(db, overrides);
  const [created] = await db.insert(teams).values(values).returning();
  return created as typeof teams.$inferSelect;
}
