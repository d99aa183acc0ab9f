import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { players } from '../../db/schema';
import { MAX_TEXT, dayText, keyText, notEmpty, sentTimestamp } from '../../http/fields';

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
  name: (schema) => schema.max(MAX_TEXT),
  bornOn: () => dayText,
  mentorId: (schema) => schema.max(MAX_TEXT),
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

/** What lists of players may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const playerListing = {
  key: ['id'],
  filter: ['id', 'mentorId'],
  // Without an index, so that each such list reads the whole table: 'name', 'bornOn', 'createdAt'.
  scan: [],
  // Text in which another may be looked for: 'name'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
