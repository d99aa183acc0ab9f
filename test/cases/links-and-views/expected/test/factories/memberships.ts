import type { Database } from '../../src/db/client';
import { memberships } from '../../src/db/schema';
import { createTeam } from './teams';
import { createPlayer } from './players';
import { samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for a membership. Rows that it must refer to are created. */
export async function membershipValues(
  db: Database,
  overrides: Partial<typeof memberships.$inferInsert> = {},
) {
  const n = next();
  const teamId = overrides.teamId ?? (await createTeam(db)).id;
  const playerId = overrides.playerId ?? (await createPlayer(db)).id;
  return {
    teamId,
    playerId,
    position: samplePick(n, 'goal', 'defence', 'attack'),
    shirt: n % 32768,
    ...overrides,
  };
}

/** Inserts a membership. */
export async function createMembership(
  db: Database,
  overrides: Partial<typeof memberships.$inferInsert> = {},
): Promise<typeof memberships.$inferSelect> {
  const values = await membershipValues(db, overrides);
  const [created] = await db.insert(memberships).values(values).returning();
  return created as typeof memberships.$inferSelect;
}
