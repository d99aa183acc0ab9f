import { eq } from 'drizzle-orm';
import { many } from '../../db/includes';
import { taskTags, tasks } from '../../db/schema';
import { taskPolicy } from '../tasks/tasks.policy';
import { taskResponse } from '../tasks/tasks.schemas';

/** What `include` may bring along with tags. Each name costs one query, however many rows there are. */
export const tagIncludes = {
  tasks: many({
    from: ['id'],
    to: [taskTags.tagId],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    list: '/v1/tags/{}/tasks',
    through: { table: taskTags, on: eq(taskTags.taskId, tasks.id) },
    access: taskPolicy.list,
  }),
};
