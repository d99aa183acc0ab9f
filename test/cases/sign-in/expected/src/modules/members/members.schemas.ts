import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { members } from '../../db/schema';
import { int32Text, notEmpty } from '../../http/fields';

/** A member as it is sent. A column that is not listed here is never read and never leaves the service. */
export const memberResponse = createSelectSchema(members)
  .pick({
    id: true,
    emailAddress: true,
    displayName: true,
  })
  .meta({ id: 'Member' });

/** What identifies a member in a path. */
export const memberParams = z.object({
  id: int32Text,
});
export type MemberKey = z.output<typeof memberParams>;

/** What a client may set in a new member. Whatever is listed here is open to everybody who may call the route. */
export const memberCreate = createInsertSchema(members)
  .pick({
    emailAddress: true,
    displayName: true,
  })
  .strict()
  .meta({ id: 'MemberCreate' });
export type MemberCreate = z.output<typeof memberCreate>;

/** What a client may change afterwards. */
export const memberUpdate = notEmpty(memberCreate.omit({ emailAddress: true }).partial()).meta({
  id: 'MemberUpdate',
});
export type MemberUpdate = z.output<typeof memberUpdate>;

/**
 * What lists of members offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const memberListing = {
  key: ['id'],
  // No index begins with 'displayName'.
  filter: ['id', 'emailAddress'],
  // Text that could be named here: 'emailAddress', 'displayName'.
  contains: [],
  sort: ['id', 'emailAddress'],
  defaultSort: 'id',
} as const;
