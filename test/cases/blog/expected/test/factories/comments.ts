import type { Database } from '../../src/db/client';
import { comments } from '../../src/db/schema';
import { createPost } from './posts';
import { createUser } from './users';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a comment. Rows that it must refer to are created. */
export async function commentValues(
  db: Database,
  overrides: Partial<typeof comments.$inferInsert> = {},
) {
  const n = next();
  const postId = overrides.postId ?? (await createPost(db)).id;
  const authorId = overrides.authorId ?? (await createUser(db)).id;
  return {
    postId,
    authorId,
    body: `A few words about comment ${n}.`,
    ...overrides,
  };
}

/** Inserts a comment. */
export async function createComment(
  db: Database,
  overrides: Partial<typeof comments.$inferInsert> = {},
): Promise<typeof comments.$inferSelect> {
  const values = await commentValues(db, overrides);
  const [created] = await db.insert(comments).values(values).returning();
  return created as typeof comments.$inferSelect;
}
