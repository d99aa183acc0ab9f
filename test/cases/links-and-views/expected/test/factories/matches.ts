import type { Database } from '../../src/db/client';
import { matches } from '../../src/db/schema';
import { createTeam } from './teams';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a match. Rows that it must refer to are created. */
export async function matchValues(
  db: Database,
  overrides: Partial<typeof matches.$inferInsert> = {},
) {
  const n = next();
  const homeTeamId = overrides.homeTeamId ?? (await createTeam(db)).id;
  const awayTeamId = overrides.awayTeamId ?? (await createTeam(db)).id;
  return {
    homeTeamId,
    awayTeamId,
    playedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    ...overrides,
  };
}

/** Inserts a match. */
export async function createMatch(
  db: Database,
  overrides: Partial<typeof matches.$inferInsert> = {},
): Promise<typeof matches.$inferSelect> {
  const values = await matchValues(db, overrides);
  const [created] = await db.insert(matches).values(values).returning();
  return created as typeof matches.$inferSelect;
}
