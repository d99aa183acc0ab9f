import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { notes } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** A note as it is sent. A column that is not listed here is never read and never leaves the service. */
export const noteResponse = createSelectSchema(notes)
  .pick({
    id: true,
    memberId: true,
    text: true,
  })
  .meta({ id: 'Note' });

/** What identifies a note in a path. */
export const noteParams = z.object({
  id: int32Text,
});
export type NoteKey = z.output<typeof noteParams>;

/** What a client may set in a new note. Whatever is listed here is open to everybody who may call the route. */
export const noteCreate = createInsertSchema(notes, {
  text: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    text: true,
  })
  .strict()
  .meta({ id: 'NoteCreate' });
export type NoteCreate = z.output<typeof noteCreate>;

/** What a client may change afterwards. */
export const noteUpdate = notEmpty(noteCreate.partial()).meta({
  id: 'NoteUpdate',
});
export type NoteUpdate = z.output<typeof noteUpdate>;

/** What lists of notes may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const noteListing = {
  key: ['id'],
  filter: ['id', 'memberId'],
  // Without an index, so that each such list reads the whole table: 'text'.
  scan: [],
  // Text in which another may be looked for: 'text'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
