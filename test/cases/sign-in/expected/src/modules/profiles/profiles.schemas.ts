import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { profiles as profilesTable } from '../../db/schema';
import { int32Text, notEmpty } from '../../http/fields';

/** A profile as it is sent. A column that is not listed here is never read and never leaves the service. */
export const profileResponse = createSelectSchema(profilesTable)
  .pick({
    id: true,
    memberId: true,
    motto: true,
  })
  .meta({ id: 'Profile' });

/** What identifies a profile in a path. */
export const profileParams = z.object({
  id: int32Text,
});
export type ProfileKey = z.output<typeof profileParams>;

/** What a client may set in a new profile. Whatever is listed here is open to everybody who may call the route. */
export const profileCreate = createInsertSchema(profilesTable)
  .pick({
    motto: true,
  })
  .strict()
  .meta({ id: 'ProfileCreate' });
export type ProfileCreate = z.output<typeof profileCreate>;

/** What a client may change afterwards. */
export const profileUpdate = notEmpty(profileCreate.partial()).meta({
  id: 'ProfileUpdate',
});
export type ProfileUpdate = z.output<typeof profileUpdate>;

/**
 * What lists of profiles offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const profileListing = {
  key: ['id'],
  // No index begins with 'motto'.
  filter: ['id', 'memberId'],
  // Text that could be named here: 'motto'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
