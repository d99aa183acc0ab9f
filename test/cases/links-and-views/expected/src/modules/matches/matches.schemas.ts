import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { matches } from '../../db/schema';
import { int64, notEmpty, sentTimestamp, timestamp } from '../../http/fields';

/** A match as it is sent. A column that is not listed here is never read and never leaves the service. */
export const matchResponse = createSelectSchema(matches, {
  playedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    homeTeamId: true,
    awayTeamId: true,
    playedAt: true,
  })
  .meta({ id: 'Match' });

/** What identifies a match in a path. */
export const matchParams = z.object({
  id: int64,
});
export type MatchKey = z.output<typeof matchParams>;

/** What a client may set in a new match. Whatever is listed here is open to everybody who may call the route. */
export const matchCreate = createInsertSchema(matches, {
  playedAt: () => timestamp,
})
  .pick({
    homeTeamId: true,
    awayTeamId: true,
    playedAt: true,
  })
  .strict()
  .meta({ id: 'MatchCreate' });
export type MatchCreate = z.output<typeof matchCreate>;

/** What a client may change afterwards. */
export const matchUpdate = notEmpty(matchCreate.partial()).meta({
  id: 'MatchUpdate',
});
export type MatchUpdate = z.output<typeof matchUpdate>;

/** What lists of matches may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const matchListing = {
  key: ['id'],
  filter: ['id', 'homeTeamId', 'awayTeamId', 'playedAt'],
  scan: [],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
