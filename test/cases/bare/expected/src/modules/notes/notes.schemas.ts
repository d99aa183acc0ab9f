import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { notes } from '../../db/schema';
import { MAX_TEXT, notEmpty, uuid } from '../../http/fields';

/** A note as it is sent. A column that is not listed here is never read and never leaves the service. */
export const noteResponse = createSelectSchema(notes)
  .pick({
    id: true,
    title: true,
    body: true,
  })
  .meta({ id: 'Note' });

/** What identifies a note in a path. */
export const noteParams = z.object({
  id: uuid,
});
export type NoteKey = z.output<typeof noteParams>;

/** What a client may set in a new note. Whatever is listed here is open to everybody who may call the route. */
export const noteCreate = createInsertSchema(notes, {
  title: (schema) => schema.max(MAX_TEXT),
  body: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    title: true,
    body: true,
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
  filter: ['id'],
  // Without an index, so that each such list reads the whole table: 'title', 'body'.
  scan: [],
  // Text in which another may be looked for: 'title', 'body'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
