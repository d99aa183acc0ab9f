import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { tasks } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty, uuid } from '../../http/fields';

/** A task as it is sent. A column that is not listed here is never read and never leaves the service. */
export const taskResponse = createSelectSchema(tasks)
  .pick({
    id: true,
    projectId: true,
    assigneeId: true,
    createdBy: true,
    updatedBy: true,
    title: true,
  })
  .meta({ id: 'Task' });

/** What identifies a task in a path. */
export const taskParams = z.object({
  id: int32Text,
});
export type TaskKey = z.output<typeof taskParams>;

/** What a client may set in a new task. Whatever is listed here is open to everybody who may call the route. */
export const taskCreate = createInsertSchema(tasks, {
  assigneeId: () => uuid,
  title: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    projectId: true,
    assigneeId: true,
    title: true,
  })
  .strict()
  .meta({ id: 'TaskCreate' });
export type TaskCreate = z.output<typeof taskCreate>;

/** What a client may change afterwards. */
export const taskUpdate = notEmpty(taskCreate.partial()).meta({
  id: 'TaskUpdate',
});
export type TaskUpdate = z.output<typeof taskUpdate>;

/** What lists of tasks may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const taskListing = {
  key: ['id'],
  filter: ['id', 'projectId'],
  // Without an index, so that each such list reads the whole table: 'assigneeId', 'createdBy', 'updatedBy', 'title'.
  scan: [],
  // Text in which another may be looked for: 'title'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
