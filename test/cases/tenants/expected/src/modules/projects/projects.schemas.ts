import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { projects } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty, uuid } from '../../http/fields';

/** A project as it is sent. A column that is not listed here is never read and never leaves the service. */
export const projectResponse = createSelectSchema(projects)
  .pick({
    id: true,
    teamId: true,
    leadId: true,
    name: true,
  })
  .meta({ id: 'Project' });

/** What identifies a project in a path. */
export const projectParams = z.object({
  id: int32Text,
});
export type ProjectKey = z.output<typeof projectParams>;

/** What a client may set in a new project. Whatever is listed here is open to everybody who may call the route. */
export const projectCreate = createInsertSchema(projects, {
  leadId: () => uuid,
  name: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    leadId: true,
    name: true,
  })
  .strict()
  .meta({ id: 'ProjectCreate' });
export type ProjectCreate = z.output<typeof projectCreate>;

/** What a client may change afterwards. */
export const projectUpdate = notEmpty(projectCreate.partial()).meta({
  id: 'ProjectUpdate',
});
export type ProjectUpdate = z.output<typeof projectUpdate>;

/** What lists of projects may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const projectListing = {
  key: ['id'],
  filter: ['id', 'teamId'],
  // Without an index, so that each such list reads the whole table: 'leadId', 'name'.
  scan: [],
  // Text in which another may be looked for: 'name'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
