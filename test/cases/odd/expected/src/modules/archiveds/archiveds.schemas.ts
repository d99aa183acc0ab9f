import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { archived } from '../../db/schema';
import { int32Text, notEmpty, uuid } from '../../http/fields';

/** An archived as it is sent. A column that is not listed here is never read and never leaves the service. */
export const archivedResponse = createSelectSchema(archived)
  .pick({
    id: true,
    state: true,
    documentId: true,
  })
  .meta({ id: 'Archived' });

/** What identifies an archived in a path. */
export const archivedParams = z.object({
  id: int32Text,
});
export type ArchivedKey = z.output<typeof archivedParams>;

/** What a client may set in a new archived. Whatever is listed here is open to everybody who may call the route. */
export const archivedCreate = createInsertSchema(archived, {
  documentId: () => uuid,
})
  .pick({
    state: true,
    documentId: true,
  })
  .strict()
  .meta({ id: 'ArchivedCreate' });
export type ArchivedCreate = z.output<typeof archivedCreate>;

/** What a client may change afterwards. */
export const archivedUpdate = notEmpty(archivedCreate.partial()).meta({
  id: 'ArchivedUpdate',
});
export type ArchivedUpdate = z.output<typeof archivedUpdate>;

/** What lists of archiveds may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const archivedListing = {
  key: ['id'],
  filter: ['id'],
  // Without an index, so that each such list reads the whole table: 'state', 'documentId'.
  scan: [],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
