import { desc, eq, isNull } from 'drizzle-orm';
import { organizations, taskLabels, tasks } from '../../db/schema';
import { many, one } from '../../http/includes';
import { organizationResponse } from '../organizations/organizations.schemas';
import { taskResponse } from '../tasks/tasks.schemas';

/** What `include` may bring along with labels. Each name costs one query, however many rows there are. */
export const labelIncludes = {
  organization: one({
    from: ['organizationId'],
    to: [organizations.id],
    target: organizations,
    response: organizationResponse,
    where: isNull(organizations.deletedAt),
  }),
  tasks: many({
    from: ['id'],
    to: [taskLabels.labelId],
    target: tasks,
    response: taskResponse,
    order: [desc(tasks.createdAt), desc(tasks.id)],
    list: '/v1/labels/{}/tasks',
    through: { table: taskLabels, on: eq(taskLabels.taskId, tasks.id) },
    where: isNull(tasks.deletedAt),
  }),
};
