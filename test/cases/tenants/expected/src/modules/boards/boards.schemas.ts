import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { boards } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** A board as it is sent. A column that is not listed here is never read and never leaves the service. */
export const boardResponse = createSelectSchema(boards)
  .pick({
    id: true,
    teamId: true,
    projectId: true,
    name: true,
  })
  .meta({ id: 'Board' });

/** What identifies a board in a path. */
export const boardParams = z.object({
  id: int32Text,
});
export type BoardKey = z.output<typeof boardParams>;

/** What a client may set in a new board. Whatever is listed here is open to everybody who may call the route. */
export const boardCreate = createInsertSchema(boards, {
  name: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    projectId: true,
    name: true,
  })
  .strict()
  .meta({ id: 'BoardCreate' });
export type BoardCreate = z.output<typeof boardCreate>;

/** What a client may change afterwards. */
export const boardUpdate = notEmpty(boardCreate.partial()).meta({
  id: 'BoardUpdate',
});
export type BoardUpdate = z.output<typeof boardUpdate>;

/** What lists of boards may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const boardListing = {
  key: ['id'],
  filter: ['id', 'teamId'],
  // Without an index, so that each such list reads the whole table: 'projectId', 'name'.
  scan: [],
  // Text in which another may be looked for: 'name'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
