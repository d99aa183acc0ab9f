import type { Database } from '../../../src/db/client';
import type { transfers } from '../../../src/db/schema';
import type { Person } from '../people';

/** What makes a transfer somebody's, as values of its row. */
export async function ownTransferValues(
  _db: Database,
  person: Person,
): Promise<Partial<typeof transfers.$inferInsert>> {
  return { firstId: person.userId, secondId: person.userId };
}
