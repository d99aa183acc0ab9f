import type { Database } from '../../../src/db/client';
import type { articles } from '../../../src/db/schema';
import type { Person } from '../people';

/** What makes an article somebody's, as values of its row. */
export async function ownArticleValues(
  _db: Database,
  person: Person,
): Promise<Partial<typeof articles.$inferInsert>> {
  return { authorId: person.userId };
}
