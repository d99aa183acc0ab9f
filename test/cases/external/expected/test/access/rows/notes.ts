import type { Database } from '../../../src/db/client';
import type { notes } from '../../../src/db/schema';
import type { Person } from '../people';

/** What makes a note somebody's, as values of its row. */
export async function ownNoteValues(
  _db: Database,
  person: Person,
): Promise<Partial<typeof notes.$inferInsert>> {
  return { userId: person.userId };
}
