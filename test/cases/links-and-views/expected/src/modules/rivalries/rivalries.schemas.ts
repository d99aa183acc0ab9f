import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { rivalries } from '../../db/schema';
import { int32Text, sentTimestamp } from '../../http/fields';

/** A rivalry as it is sent. A column that is not listed here is never read and never leaves the service. */
export const rivalryResponse = createSelectSchema(rivalries, {
  createdAt: () => sentTimestamp,
})
  .pick({
    teamId: true,
    rivalId: true,
    createdAt: true,
  })
  .meta({ id: 'Rivalry' });

/** What identifies a rivalry in a path. */
export const rivalryParams = z.object({
  teamId: int32Text,
  rivalId: int32Text,
});
export type RivalryKey = z.output<typeof rivalryParams>;

/** What a client may set in a new rivalry. Whatever is listed here is open to everybody who may call the route. */
export const rivalryCreate = createInsertSchema(rivalries)
  .pick({
    teamId: true,
    rivalId: true,
  })
  .strict()
  .meta({ id: 'RivalryCreate' });
export type RivalryCreate = z.output<typeof rivalryCreate>;

/** What lists of rivalries may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const rivalryListing = {
  key: ['teamId', 'rivalId'],
  filter: ['teamId', 'rivalId'],
  // Without an index, so that each such list reads the whole table: 'createdAt'.
  scan: [],
  contains: [],
  sort: ['teamId'],
  defaultSort: 'teamId',
} as const;
