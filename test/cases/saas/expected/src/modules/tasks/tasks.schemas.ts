import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { tasks } from '../../db/schema';
import { MAX_TEXT, dayText, notEmpty, sentTimestamp, timestampOf, uuid } from '../../http/fields';

/** A task as it is sent. A column that is not listed here is never read and never leaves the service. */
export const taskResponse = createSelectSchema(tasks, {
  completedAt: () => sentTimestamp,
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    projectId: true,
    creatorId: true,
    assigneeId: true,
    title: true,
    description: true,
    status: true,
    priority: true,
    estimateMinutes: true,
    dueOn: true,
    completedAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Task' });

/** What identifies a task in a path. */
export const taskParams = z.object({
  id: uuid,
});
export type TaskKey = z.output<typeof taskParams>;

/** What a client may set in a new task. Whatever is listed here is open to everybody who may call the route. */
export const taskCreate = createInsertSchema(tasks, {
  projectId: () => uuid,
  creatorId: () => uuid,
  assigneeId: () => uuid,
  description: (schema) => schema.max(MAX_TEXT),
  dueOn: () => dayText,
  completedAt: () => timestampOf(3),
})
  .pick({
    projectId: true,
    creatorId: true,
    assigneeId: true,
    title: true,
    description: true,
    status: true,
    priority: true,
    estimateMinutes: true,
    dueOn: true,
    completedAt: true,
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
  filter: ['id', 'projectId', 'creatorId', 'assigneeId', 'status', 'dueOn', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'title', 'description', 'priority', 'estimateMinutes', 'completedAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'title', 'description'.
  contains: [],
  sort: ['id', 'status,createdAt', 'dueOn', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
