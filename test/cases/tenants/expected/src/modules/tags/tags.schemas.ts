import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { tags } from '../../db/schema';
import { int32Text, notEmpty } from '../../http/fields';

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
export const tagCreate = createInsertSchema(tags)
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

/**
 * What lists of tags offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const tagListing = {
  key: ['id'],
  // No index begins with 'name'.
  filter: ['id'],
  // Text that could be named here: 'name'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
