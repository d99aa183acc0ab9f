import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { teams } from '../../db/schema';
import { int32Text, notEmpty } from '../../http/fields';

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
export const teamCreate = createInsertSchema(teams)
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

/**
 * What lists of teams offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const teamListing = {
  key: ['id'],
  // No index begins with 'name'.
  filter: ['id'],
  // Text that could be named here: 'name'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
