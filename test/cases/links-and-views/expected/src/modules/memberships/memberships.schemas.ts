import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { memberships } from '../../db/schema';
import { MAX_KEY_LENGTH, int32Text, keyOf, keyText, notEmpty } from '../../http/fields';

/** A membership as it is sent. A column that is not listed here is never read and never leaves the service. */
export const membershipResponse = createSelectSchema(memberships)
  .pick({
    teamId: true,
    playerId: true,
    position: true,
    shirt: true,
  })
  .meta({ id: 'Membership' });

/** What identifies a membership in a path. */
export const membershipParams = z.object({
  teamId: int32Text,
  playerId: keyText,
});
export type MembershipKey = z.output<typeof membershipParams>;

/** What a client may set in a new membership. Whatever is listed here is open to everybody who may call the route. */
export const membershipCreate = createInsertSchema(memberships, {
  playerId: (schema) => keyOf(schema.max(MAX_KEY_LENGTH)),
})
  .pick({
    teamId: true,
    playerId: true,
    position: true,
    shirt: true,
  })
  .strict()
  .meta({ id: 'MembershipCreate' });
export type MembershipCreate = z.output<typeof membershipCreate>;

/** What a client may change afterwards. */
export const membershipUpdate = notEmpty(
  membershipCreate.omit({ teamId: true, playerId: true }).partial(),
).meta({
  id: 'MembershipUpdate',
});
export type MembershipUpdate = z.output<typeof membershipUpdate>;

/** What lists of memberships may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const membershipListing = {
  key: ['teamId', 'playerId'],
  filter: ['teamId', 'playerId'],
  // Without an index, so that each such list reads the whole table: 'position', 'shirt'.
  scan: [],
  contains: [],
  sort: ['teamId'],
  defaultSort: 'teamId',
} as const;
