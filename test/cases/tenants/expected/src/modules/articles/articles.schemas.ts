import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { articles } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** An article as it is sent. A column that is not listed here is never read and never leaves the service. */
export const articleResponse = createSelectSchema(articles)
  .pick({
    id: true,
    authorId: true,
    title: true,
    tagId: true,
  })
  .meta({ id: 'Article' });

/** What identifies an article in a path. */
export const articleParams = z.object({
  id: int32Text,
});
export type ArticleKey = z.output<typeof articleParams>;

/** What a client may set in a new article. Whatever is listed here is open to everybody who may call the route. */
export const articleCreate = createInsertSchema(articles, {
  title: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    title: true,
    tagId: true,
  })
  .strict()
  .meta({ id: 'ArticleCreate' });
export type ArticleCreate = z.output<typeof articleCreate>;

/** What a client may change afterwards. */
export const articleUpdate = notEmpty(articleCreate.partial()).meta({
  id: 'ArticleUpdate',
});
export type ArticleUpdate = z.output<typeof articleUpdate>;

/** What lists of articles may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const articleListing = {
  key: ['id'],
  filter: ['id', 'authorId', 'tagId'],
  // Without an index, so that each such list reads the whole table: 'title'.
  scan: [],
  // Text in which another may be looked for: 'title'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
