import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { organizations } from '../../db/schema';
import { notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** An organization as it is sent. A column that is not listed here is never read and never leaves the service. */
export const organizationResponse = createSelectSchema(organizations, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    name: true,
    slug: true,
    plan: true,
    billingEmail: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Organization' });

/** What identifies an organization in a path. */
export const organizationParams = z.object({
  id: uuid,
});
export type OrganizationKey = z.output<typeof organizationParams>;

/** What a client may set in a new organization. Whatever is listed here is open to everybody who may call the route. */
export const organizationCreate = createInsertSchema(organizations)
  .pick({
    name: true,
    slug: true,
    plan: true,
    billingEmail: true,
  })
  .strict()
  .meta({ id: 'OrganizationCreate' });
export type OrganizationCreate = z.output<typeof organizationCreate>;

/** What a client may change afterwards. */
export const organizationUpdate = notEmpty(organizationCreate.partial()).meta({
  id: 'OrganizationUpdate',
});
export type OrganizationUpdate = z.output<typeof organizationUpdate>;

/**
 * What lists of organizations offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const organizationListing = {
  key: ['id'],
  // No index begins with 'name', 'plan', 'billingEmail', 'updatedAt'.
  filter: ['id', 'slug', 'createdAt'],
  // Text that could be named here: 'name', 'slug', 'billingEmail'.
  contains: [],
  sort: ['id', 'slug', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
