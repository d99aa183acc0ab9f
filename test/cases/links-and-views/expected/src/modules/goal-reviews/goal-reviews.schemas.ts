import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { goalReviews } from '../../db/schema';
import { int32Text, int64, notEmpty } from '../../http/fields';

/** A goal review as it is sent. A column that is not listed here is never read and never leaves the service. */
export const goalReviewResponse = createSelectSchema(goalReviews)
  .pick({
    id: true,
    matchId: true,
    second: true,
    verdict: true,
  })
  .meta({ id: 'GoalReview' });

/** What identifies a goal review in a path. */
export const goalReviewParams = z.object({
  id: int32Text,
});
export type GoalReviewKey = z.output<typeof goalReviewParams>;

/** What a client may set in a new goal review. Whatever is listed here is open to everybody who may call the route. */
export const goalReviewCreate = createInsertSchema(goalReviews, {
  matchId: () => int64,
})
  .pick({
    matchId: true,
    second: true,
    verdict: true,
  })
  .strict()
  .meta({ id: 'GoalReviewCreate' });
export type GoalReviewCreate = z.output<typeof goalReviewCreate>;

/** What a client may change afterwards. */
export const goalReviewUpdate = notEmpty(goalReviewCreate.partial()).meta({
  id: 'GoalReviewUpdate',
});
export type GoalReviewUpdate = z.output<typeof goalReviewUpdate>;

/**
 * What lists of goal reviews offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const goalReviewListing = {
  key: ['id'],
  // No index begins with 'second', 'verdict'.
  filter: ['id', 'matchId'],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
