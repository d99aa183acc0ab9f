import type { Database } from '../../src/db/client';
import { articles } from '../../src/db/schema';
import { createUser } from './users';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for an article. Rows that it must refer to are created. */
export async function articleValues(
  db: Database,
  overrides: Partial<typeof articles.$inferInsert> = {},
) {
  const n = next();
  const authorId = overrides.authorId ?? (await createUser(db)).id;
  return {
    authorId,
    title: `Article ${n}`,
    ...overrides,
  };
}

/** Inserts an article. */
export async function createArticle(
  db: Database,
  overrides: Partial<typeof articles.$inferInsert> = {},
): Promise<typeof articles.$inferSelect> {
  const values = await articleValues(db, overrides);
  const [created] = await db.insert(articles).values(values).returning();
  return created as typeof articles.$inferSelect;
}
