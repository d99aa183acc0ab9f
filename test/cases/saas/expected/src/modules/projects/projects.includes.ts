import { isNull } from 'drizzle-orm';
import { many, one } from '../../db/includes';
import { organizations, tasks } from '../../db/schema';
import { organizationResponse } from '../organizations/organizations.schemas';
import { taskResponse } from '../tasks/tasks.schemas';

/** What `include` may bring along with projects. Each name costs one query, however many rows there are. */
export const projectIncludes = {
  organization: one({
    from: ['organizationId'],
    to: [organizations.id],
    target: organizations,
    response: organizationResponse,
    where: isNull(organizations.deletedAt),
  }),
  tasks: many({
    from: ['id'],
    to: [tasks.projectId],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    where: isNull(tasks.deletedAt),
  }),
};
