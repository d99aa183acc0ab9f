import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { members } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** A member as it is sent. A column that is not listed here is never read and never leaves the service. */
export const memberResponse = createSelectSchema(members)
  .pick({
    id: true,
    emailAddress: true,
    displayName: true,
    role: true,
    banned: true,
  })
  .meta({ id: 'Member' });

/** What identifies a member in a path. */
export const memberParams = z.object({
  id: int32Text,
});
export type MemberKey = z.output<typeof memberParams>;

/** What a client may set in a new member. Whatever is listed here is open to everybody who may call the route. */
export const memberCreate = createInsertSchema(members, {
  displayName: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    emailAddress: true,
    displayName: true,
    role: true,
  })
  .strict()
  .meta({ id: 'MemberCreate' });
export type MemberCreate = z.output<typeof memberCreate>;

/** What a client may change afterwards. */
export const memberUpdate = notEmpty(
  memberCreate.omit({ emailAddress: true, role: true }).partial(),
).meta({
  id: 'MemberUpdate',
});
export type MemberUpdate = z.output<typeof memberUpdate>;

/** What lists of members may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const memberListing = {
  key: ['id'],
  filter: ['id', 'emailAddress'],
  // Without an index, so that each such list reads the whole table: 'displayName', 'role', 'banned'.
  scan: [],
  // Text in which another may be looked for: 'emailAddress', 'displayName'.
  contains: [],
  sort: ['id', 'emailAddress'],
  defaultSort: 'id',
} as const;
