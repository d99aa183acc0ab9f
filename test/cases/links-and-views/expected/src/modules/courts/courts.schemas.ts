import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { courts } from '../../db/schema';
import { MAX_TEXT, int32Text, keyText, notEmpty } from '../../http/fields';

/** A court as it is sent. A column that is not listed here is never read and never leaves the service. */
export const courtResponse = createSelectSchema(courts)
  .pick({
    branch: true,
    id: true,
    surface: true,
  })
  .meta({ id: 'Court' });

/** What identifies a court in a path. */
export const courtParams = z.object({
  branch: keyText,
  id: int32Text,
});
export type CourtKey = z.output<typeof courtParams>;

/** What a client may set in a new court. Whatever is listed here is open to everybody who may call the route. */
export const courtCreate = createInsertSchema(courts, {
  surface: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    surface: true,
  })
  .strict()
  .meta({ id: 'CourtCreate' });
export type CourtCreate = z.output<typeof courtCreate>;

/** What a client may change afterwards. */
export const courtUpdate = notEmpty(courtCreate.partial()).meta({
  id: 'CourtUpdate',
});
export type CourtUpdate = z.output<typeof courtUpdate>;

/** What lists of courts may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const courtListing = {
  key: ['branch', 'id'],
  filter: ['branch'],
  // Without an index, so that each such list reads the whole table: 'id', 'surface'.
  scan: [],
  // Text in which another may be looked for: 'surface'.
  contains: [],
  sort: ['branch'],
  defaultSort: 'branch',
} as const;
