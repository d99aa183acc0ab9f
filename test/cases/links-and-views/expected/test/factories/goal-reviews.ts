import type { Database } from '../../src/db/client';
import { goalReviews } from '../../src/db/schema';
import { createGoal } from './goals';
import { samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for a goal review. Rows that it must refer to are created. */
export async function goalReviewValues(
  db: Database,
  overrides: Partial<typeof goalReviews.$inferInsert> = {},
) {
  const n = next();
  let goalParentKey = overrides as Required<
    Pick<typeof goalReviews.$inferInsert, 'matchId' | 'second'>
  >;
  if (overrides.matchId === undefined) {
    const goalParent = await createGoal(db);
    goalParentKey = { matchId: goalParent.matchId, second: goalParent.second };
  }
  const matchId = goalParentKey.matchId;
  const second = goalParentKey.second;
  return {
    matchId,
    second,
    verdict: samplePick(n, 'goal', 'offside'),
    ...overrides,
  };
}

/** Inserts a goal review. */
export async function createGoalReview(
  db: Database,
  overrides: Partial<typeof goalReviews.$inferInsert> = {},
): Promise<typeof goalReviews.$inferSelect> {
  const values = await goalReviewValues(db, overrides);
  const [created] = await db.insert(goalReviews).values(values).returning();
  return created as typeof goalReviews.$inferSelect;
}
