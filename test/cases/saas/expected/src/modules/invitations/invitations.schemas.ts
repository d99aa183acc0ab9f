import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { invitations } from '../../db/schema';
import { notEmpty, sentTimestamp, timestampOf, uuid } from '../../http/fields';

/** An invitation as it is sent. A column that is not listed here is never read and never leaves the service. */
export const invitationResponse = createSelectSchema(invitations, {
  expiresAt: () => sentTimestamp,
  acceptedAt: () => sentTimestamp,
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    organizationId: true,
    invitedById: true,
    email: true,
    role: true,
    expiresAt: true,
    acceptedAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Invitation' });

/** What identifies an invitation in a path. */
export const invitationParams = z.object({
  id: uuid,
});
export type InvitationKey = z.output<typeof invitationParams>;

/** What a client may set in a new invitation. Whatever is listed here is open to everybody who may call the route. */
export const invitationCreate = createInsertSchema(invitations, {
  organizationId: () => uuid,
  invitedById: () => uuid,
  expiresAt: () => timestampOf(3),
  acceptedAt: () => timestampOf(3),
})
  .pick({
    organizationId: true,
    invitedById: true,
    email: true,
    role: true,
    tokenHash: true,
    expiresAt: true,
    acceptedAt: true,
  })
  .strict()
  .meta({ id: 'InvitationCreate' });
export type InvitationCreate = z.output<typeof invitationCreate>;

/** What a client may change afterwards. */
export const invitationUpdate = notEmpty(invitationCreate.partial()).meta({
  id: 'InvitationUpdate',
});
export type InvitationUpdate = z.output<typeof invitationUpdate>;

/** What lists of invitations may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const invitationListing = {
  key: ['id'],
  filter: ['id', 'organizationId', 'invitedById'],
  // Without an index, so that each such list reads the whole table: 'email', 'role', 'expiresAt', 'acceptedAt', 'createdAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'email'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
