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
    role: true,
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

/** What lists of members may be filtered and sorted by. Sorting is offered where an index has the order. */
export const memberListing = {
  key: ['id'],
  filter: ['id', 'emailAddress', 'displayName', 'role'],
  sort: ['id', 'emailAddress'],
  defaultSort: 'id',
} as const;
