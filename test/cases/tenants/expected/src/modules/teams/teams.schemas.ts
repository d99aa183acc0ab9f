import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { teams } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** A team as it is sent. A column that is not listed here is never read and never leaves the service. */
export const teamResponse = createSelectSchema(teams)
  .pick({
    id: true,
    name: true,
  })
  .meta({ id: 'Team' });

/** What identifies a team in a path. */
export const teamParams = z.object({
  id: int32Text,
});
export type TeamKey = z.output<typeof teamParams>;

/** What a client may set in a new team. Whatever is listed here is open to everybody who may call the route. */
export const teamCreate = createInsertSchema(teams, {
  name: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    name: true,
  })
  .strict()
  .meta({ id: 'TeamCreate' });
export type TeamCreate = z.output<typeof teamCreate>;

/** What a client may change afterwards. */
export const teamUpdate = notEmpty(teamCreate.partial()).meta({
  id: 'TeamUpdate',
});
export type TeamUpdate = z.output<typeof teamUpdate>;

/** What lists of teams may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const teamListing = {
  key: ['id'],
  filter: ['id'],
  // Without an index, so that each such list reads the whole table: 'name'.
  scan: [],
  // Text in which another may be looked for: 'name'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
