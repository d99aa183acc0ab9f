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

/** What lists of goal reviews may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const goalReviewListing = {
  key: ['id'],
  filter: ['id', 'matchId'],
  // Without an index, so that each such list reads the whole table: 'second', 'verdict'.
  scan: [],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
