import type { Database } from '../../src/db/client';
import { members } from '../../src/db/schema';
import { samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for a member. Rows that it must refer to are created. */
export async function memberValues(
  _db: Database,
  overrides: Partial<typeof members.$inferInsert> = {},
) {
  const n = next();
  return {
    emailAddress: `member${n}@example.com`,
    displayName: samplePick(
      n,
      'Ada Lovelace',
      'Grace Hopper',
      'Alan Turing',
      'Barbara Liskov',
      'Radia Perlman',
    ),
    role: samplePick(n, 'administrator', 'editor', 'member'),
    ...overrides,
  };
}

/** Inserts a member. */
export async function createMember(
  db: Database,
  overrides: Partial<typeof members.$inferInsert> = {},
): Promise<typeof members.$inferSelect> {
  const values = await memberValues(db, overrides);
  const [created] = await db.insert(members).values(values).returning();
  return created as typeof members.$inferSelect;
}
