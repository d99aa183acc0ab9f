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

/** What lists of organizations may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const organizationListing = {
  key: ['id'],
  filter: ['id', 'slug', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'name', 'plan', 'billingEmail', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'name', 'slug', 'billingEmail'.
  contains: [],
  sort: ['id', 'slug', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
