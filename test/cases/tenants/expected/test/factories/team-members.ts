import type { Database } from '../../src/db/client';
import { teamMembers } from '../../src/db/schema';
import { createTeam } from './teams';
import { createUser } from './users';

/** Valid values for a team member. Rows that it must refer to are created. */
export async function teamMemberValues(
  db: Database,
  overrides: Partial<typeof teamMembers.$inferInsert> = {},
) {
  const teamId = overrides.teamId ?? (await createTeam(db)).id;
  const userId = overrides.userId ?? (await createUser(db)).id;
  return {
    teamId,
    userId,
    ...overrides,
  };
}

/** Inserts a team member. */
export async function createTeamMember(
  db: Database,
  overrides: Partial<typeof teamMembers.$inferInsert> = {},
): Promise<typeof teamMembers.$inferSelect> {
  const values = await teamMemberValues(db, overrides);
  const [created] = await db.insert(teamMembers).values(values).returning();
  return created as typeof teamMembers.$inferSelect;
}
