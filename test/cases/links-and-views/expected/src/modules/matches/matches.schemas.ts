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

/**
 * What lists of matches offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const matchListing = {
  key: ['id'],
  filter: ['id', 'homeTeamId', 'awayTeamId', 'playedAt'],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
