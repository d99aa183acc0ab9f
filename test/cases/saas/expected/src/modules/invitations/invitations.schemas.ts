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

/**
 * What lists of invitations offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const invitationListing = {
  key: ['id'],
  // No index begins with 'email', 'role', 'expiresAt', 'acceptedAt', 'createdAt', 'updatedAt'.
  filter: ['id', 'organizationId', 'invitedById'],
  // Text that could be named here: 'email'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
