import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { memberships } from '../../db/schema';
import { notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** A membership as it is sent. A column that is not listed here is never read and never leaves the service. */
export const membershipResponse = createSelectSchema(memberships, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    organizationId: true,
    userId: true,
    role: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Membership' });

/** What identifies a membership in a path. */
export const membershipParams = z.object({
  organizationId: uuid,
  userId: uuid,
});
export type MembershipKey = z.output<typeof membershipParams>;

/** What a client may set in a new membership. Whatever is listed here is open to everybody who may call the route. */
export const membershipCreate = createInsertSchema(memberships, {
  organizationId: () => uuid,
  userId: () => uuid,
})
  .pick({
    organizationId: true,
    userId: true,
    role: true,
  })
  .strict()
  .meta({ id: 'MembershipCreate' });
export type MembershipCreate = z.output<typeof membershipCreate>;

/** What a client may change afterwards. */
export const membershipUpdate = notEmpty(
  membershipCreate.omit({ organizationId: true, userId: true }).partial(),
).meta({
  id: 'MembershipUpdate',
});
export type MembershipUpdate = z.output<typeof membershipUpdate>;

/** What lists of memberships may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const membershipListing = {
  key: ['organizationId', 'userId'],
  filter: ['organizationId', 'userId'],
  // Without an index, so that each such list reads the whole table: 'role', 'createdAt', 'updatedAt'.
  scan: [],
  contains: [],
  sort: ['organizationId'],
  defaultSort: 'organizationId',
} as const;
