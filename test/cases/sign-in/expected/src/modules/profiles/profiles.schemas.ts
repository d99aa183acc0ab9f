import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { profiles as profilesTable } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** A profile as it is sent. A column that is not listed here is never read and never leaves the service. */
export const profileResponse = createSelectSchema(profilesTable)
  .pick({
    id: true,
    memberId: true,
    noteId: true,
    motto: true,
  })
  .meta({ id: 'Profile' });

/** What identifies a profile in a path. */
export const profileParams = z.object({
  id: int32Text,
});
export type ProfileKey = z.output<typeof profileParams>;

/** What a client may set in a new profile. Whatever is listed here is open to everybody who may call the route. */
export const profileCreate = createInsertSchema(profilesTable, {
  motto: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    noteId: true,
    motto: true,
  })
  .required({ noteId: true })
  .strict()
  .meta({ id: 'ProfileCreate' });
export type ProfileCreate = z.output<typeof profileCreate>;

/** What a client may change afterwards. */
export const profileUpdate = notEmpty(profileCreate.partial()).meta({
  id: 'ProfileUpdate',
});
export type ProfileUpdate = z.output<typeof profileUpdate>;

/** What lists of profiles may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const profileListing = {
  key: ['id'],
  filter: ['id', 'memberId'],
  // Without an index, so that each such list reads the whole table: 'noteId', 'motto'.
  scan: [],
  // Text in which another may be looked for: 'motto'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
