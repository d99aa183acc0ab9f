import type { Database } from '../../src/db/client';
import { posts } from '../../src/db/schema';
import { createUser } from './users';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a post. Rows that it must refer to are created. */
export async function postValues(db: Database, overrides: Partial<typeof posts.$inferInsert> = {}) {
  const n = next();
  const authorId = overrides.authorId ?? (await createUser(db)).id;
  return {
    authorId,
    title: `Post ${n}`,
    slug: `post-${n}`,
    excerpt: `A few words about post ${n}.`,
    body: `A few words about post ${n}.`,
    publishedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    ...overrides,
  };
}

/** Inserts a post. */
export async function createPost(
  db: Database,
  overrides: Partial<typeof posts.$inferInsert> = {},
): Promise<typeof posts.$inferSelect> {
  const values = await postValues(db, overrides);
  const [created] = await db.insert(posts).values(values).returning();
  return created as typeof posts.$inferSelect;
}
