import type { Database } from '../../../src/db/client';
import type { projects } from '../../../src/db/schema';
import type { Person } from '../people';

/** What makes a project somebody's, as values of its row. */
export async function ownProjectValues(
  _db: Database,
  person: Person,
): Promise<Partial<typeof projects.$inferInsert>> {
  return { teamId: person.tenantId };
}
