import type { Database } from '../../src/db/client';
import { goals } from '../../src/db/schema';
import { createMembership } from './memberships';
import { createMatch } from './matches';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a goal. Rows that it must refer to are created. */
export async function goalValues(db: Database, overrides: Partial<typeof goals.$inferInsert> = {}) {
  const n = next();
  let membershipParentKey = overrides as Required<
    Pick<typeof goals.$inferInsert, 'teamId' | 'scorerId'>
  >;
  if (overrides.teamId === undefined) {
    const membershipParent = await createMembership(db);
    membershipParentKey = { teamId: membershipParent.teamId, scorerId: membershipParent.playerId };
  }
  const teamId = membershipParentKey.teamId;
  const scorerId = membershipParentKey.scorerId;
  const matchId = overrides.matchId ?? (await createMatch(db)).id;
  return {
    teamId,
    scorerId,
    matchId,
    second: n,
    ...overrides,
  };
}

/** Inserts a goal. */
export async function createGoal(
  db: Database,
  overrides: Partial<typeof goals.$inferInsert> = {},
): Promise<typeof goals.$inferSelect> {
  const values = await goalValues(db, overrides);
  const [created] = await db.insert(goals).values(values).returning();
  return created as typeof goals.$inferSelect;
}
