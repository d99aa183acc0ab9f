import type { Database } from '../../../src/db/client';
import type { boards } from '../../../src/db/schema';
import type { Person } from '../people';

/** What makes a board somebody's, as values of its row. */
export async function ownBoardValues(
  _db: Database,
  person: Person,
): Promise<Partial<typeof boards.$inferInsert>> {
  return { teamId: person.tenantId };
}
