import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { goals } from '../../db/schema';
import { MAX_TEXT, int32Text, int64 } from '../../http/fields';

/** A goal as it is sent. A column that is not listed here is never read and never leaves the service. */
export const goalResponse = createSelectSchema(goals)
  .pick({
    matchId: true,
    second: true,
    teamId: true,
    scorerId: true,
  })
  .meta({ id: 'Goal' });

/** What identifies a goal in a path. */
export const goalParams = z.object({
  matchId: int64,
  second: int32Text,
});
export type GoalKey = z.output<typeof goalParams>;

/** What a client may set in a new goal. Whatever is listed here is open to everybody who may call the route. */
export const goalCreate = createInsertSchema(goals, {
  matchId: () => int64,
  scorerId: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    matchId: true,
    second: true,
    teamId: true,
    scorerId: true,
  })
  .strict()
  .meta({ id: 'GoalCreate' });
export type GoalCreate = z.output<typeof goalCreate>;

/** What lists of goals may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const goalListing = {
  key: ['matchId', 'second'],
  filter: ['matchId', 'teamId'],
  // Without an index, so that each such list reads the whole table: 'second', 'scorerId'.
  scan: [],
  contains: [],
  sort: ['matchId'],
  defaultSort: 'matchId',
} as const;
