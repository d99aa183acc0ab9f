import type { Database } from '../../src/db/client';
import { sightings } from '../../src/db/schema';
import { createPlayer } from './players';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a sighting. Rows that it must refer to are created. */
export async function sightingValues(
  db: Database,
  overrides: Partial<typeof sightings.$inferInsert> = {},
) {
  const n = next();
  const playerId = overrides.playerId ?? (await createPlayer(db)).id;
  return {
    playerId,
    seenAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    ...overrides,
  };
}

/** Inserts a sighting. */
export async function createSighting(
  db: Database,
  overrides: Partial<typeof sightings.$inferInsert> = {},
): Promise<typeof sightings.$inferSelect> {
  const values = await sightingValues(db, overrides);
  const [created] = await db.insert(sightings).values(values).returning();
  return created as typeof sightings.$inferSelect;
}
