import type { Database } from '../../../src/db/client';
import type { teamMembers } from '../../../src/db/schema';
import type { Person } from '../people';

/** What makes a team member somebody's, as values of its row. */
export async function ownTeamMemberValues(
  _db: Database,
  person: Person,
): Promise<Partial<typeof teamMembers.$inferInsert>> {
  return { teamId: person.tenantId };
}
