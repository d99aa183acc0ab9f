import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { tags } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** A tag as it is sent. A column that is not listed here is never read and never leaves the service. */
export const tagResponse = createSelectSchema(tags)
  .pick({
    id: true,
    name: true,
  })
  .meta({ id: 'Tag' });

/** What identifies a tag in a path. */
export const tagParams = z.object({
  id: int32Text,
});
export type TagKey = z.output<typeof tagParams>;

/** What a client may set in a new tag. Whatever is listed here is open to everybody who may call the route. */
export const tagCreate = createInsertSchema(tags, {
  name: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    name: true,
  })
  .strict()
  .meta({ id: 'TagCreate' });
export type TagCreate = z.output<typeof tagCreate>;

/** What a client may change afterwards. */
export const tagUpdate = notEmpty(tagCreate.partial()).meta({
  id: 'TagUpdate',
});
export type TagUpdate = z.output<typeof tagUpdate>;

/** What lists of tags may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const tagListing = {
  key: ['id'],
  filter: ['id', 'name'],
  scan: [],
  // Text in which another may be looked for: 'name'.
  contains: [],
  sort: ['id', 'name'],
  defaultSort: 'id',
} as const;
