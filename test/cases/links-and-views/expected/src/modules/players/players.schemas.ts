import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { players } from '../../db/schema';
import { dayText, keyText, notEmpty, sentTimestamp } from '../../http/fields';

/** A player as it is sent. A column that is not listed here is never read and never leaves the service. */
export const playerResponse = createSelectSchema(players, {
  createdAt: () => sentTimestamp,
})
  .pick({
    id: true,
    name: true,
    bornOn: true,
    mentorId: true,
    createdAt: true,
  })
  .meta({ id: 'Player' });

/** What identifies a player in a path. */
export const playerParams = z.object({
  id: keyText,
});
export type PlayerKey = z.output<typeof playerParams>;

/** What a client may set in a new player. Whatever is listed here is open to everybody who may call the route. */
export const playerCreate = createInsertSchema(players, {
  bornOn: () => dayText,
})
  .pick({
    name: true,
    bornOn: true,
    mentorId: true,
  })
  .strict()
  .meta({ id: 'PlayerCreate' });
export type PlayerCreate = z.output<typeof playerCreate>;

/** What a client may change afterwards. */
export const playerUpdate = notEmpty(playerCreate.partial()).meta({
  id: 'PlayerUpdate',
});
export type PlayerUpdate = z.output<typeof playerUpdate>;

/**
 * What lists of players offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const playerListing = {
  key: ['id'],
  // No index begins with 'name', 'bornOn', 'createdAt'.
  filter: ['id', 'mentorId'],
  // Text that could be named here: 'id', 'name', 'mentorId'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
