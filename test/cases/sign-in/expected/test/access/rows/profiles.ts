import type { Database } from '../../../src/db/client';
import type { profiles as profilesTable } from '../../../src/db/schema';
import type { Person } from '../people';

/** What makes a profile somebody's, as values of its row. */
export async function ownProfileValues(
  _db: Database,
  person: Person,
): Promise<Partial<typeof profilesTable.$inferInsert>> {
  return { memberId: person.userId };
}
