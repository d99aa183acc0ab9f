import type { Database } from '../../src/db/client';
import { players } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a player. Rows that it must refer to are created. */
export async function playerValues(
  _db: Database,
  overrides: Partial<typeof players.$inferInsert> = {},
) {
  const n = next();
  return {
    name: `Player ${n}`,
    bornOn: new Date(Date.UTC(2026, 0, 1 + (n % 365))).toISOString().slice(0, 10),
    ...overrides,
  };
}

/** Inserts a player. */
export async function createPlayer(
  db: Database,
  overrides: Partial<typeof players.$inferInsert> = {},
): Promise<typeof players.$inferSelect> {
  const values = await playerValues(db, overrides);
  const [created] = await db.insert(players).values(values).returning();
  return created as typeof players.$inferSelect;
}
