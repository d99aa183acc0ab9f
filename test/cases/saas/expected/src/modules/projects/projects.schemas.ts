import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { projects } from '../../db/schema';
import { MAX_TEXT, dayText, notEmpty, sentTimestamp, timestampOf, uuid } from '../../http/fields';

/** A project as it is sent. A column that is not listed here is never read and never leaves the service. */
export const projectResponse = createSelectSchema(projects, {
  archivedAt: () => sentTimestamp,
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    organizationId: true,
    name: true,
    slug: true,
    description: true,
    startsOn: true,
    endsOn: true,
    archivedAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Project' });

/** What identifies a project in a path. */
export const projectParams = z.object({
  id: uuid,
});
export type ProjectKey = z.output<typeof projectParams>;

/** What a client may set in a new project. Whatever is listed here is open to everybody who may call the route. */
export const projectCreate = createInsertSchema(projects, {
  organizationId: () => uuid,
  description: (schema) => schema.max(MAX_TEXT),
  startsOn: () => dayText,
  endsOn: () => dayText,
  archivedAt: () => timestampOf(3),
})
  .pick({
    organizationId: true,
    name: true,
    slug: true,
    description: true,
    startsOn: true,
    endsOn: true,
    archivedAt: true,
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
  filter: ['id', 'organizationId', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'name', 'slug', 'description', 'startsOn', 'endsOn', 'archivedAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'name', 'slug', 'description'.
  contains: [],
  sort: ['id', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
