import { desc, eq } from 'drizzle-orm';
import { labels, projects, taskLabels, users } from '../../db/schema';
import { many, one } from '../../http/includes';
import { projectResponse } from '../projects/projects.schemas';
import { userResponse } from '../users/users.schemas';
import { labelResponse } from '../labels/labels.schemas';

/** What `include` may bring along with tasks. Each name costs one query, however many rows there are. */
export const taskIncludes = {
  project: one({
    from: ['projectId'],
    to: [projects.id],
    target: projects,
    response: projectResponse,
  }),
  creator: one({ from: ['creatorId'], to: [users.id], target: users, response: userResponse }),
  assignee: one({ from: ['assigneeId'], to: [users.id], target: users, response: userResponse }),
  labels: many({
    from: ['id'],
    to: [taskLabels.taskId],
    target: labels,
    response: labelResponse,
    order: [desc(labels.createdAt), desc(labels.id)],
    list: '/v1/tasks/{}/labels',
    through: { table: taskLabels, on: eq(taskLabels.labelId, labels.id) },
  }),
};
