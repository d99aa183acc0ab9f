import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { lessons } from '../../db/schema';
import { MAX_TEXT, int32Text, keyText, notEmpty } from '../../http/fields';

/** A lesson as it is sent. A column that is not listed here is never read and never leaves the service. */
export const lessonResponse = createSelectSchema(lessons)
  .pick({
    branch: true,
    id: true,
    courtId: true,
    title: true,
  })
  .meta({ id: 'Lesson' });

/** What identifies a lesson in a path. */
export const lessonParams = z.object({
  branch: keyText,
  id: int32Text,
});
export type LessonKey = z.output<typeof lessonParams>;

/** What a client may set in a new lesson. Whatever is listed here is open to everybody who may call the route. */
export const lessonCreate = createInsertSchema(lessons, {
  title: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    courtId: true,
    title: true,
  })
  .strict()
  .meta({ id: 'LessonCreate' });
export type LessonCreate = z.output<typeof lessonCreate>;

/** What a client may change afterwards. */
export const lessonUpdate = notEmpty(lessonCreate.partial()).meta({
  id: 'LessonUpdate',
});
export type LessonUpdate = z.output<typeof lessonUpdate>;

/** What lists of lessons may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const lessonListing = {
  key: ['branch', 'id'],
  filter: ['branch'],
  // Without an index, so that each such list reads the whole table: 'id', 'courtId', 'title'.
  scan: [],
  // Text in which another may be looked for: 'title'.
  contains: [],
  sort: ['branch'],
  defaultSort: 'branch',
} as const;
