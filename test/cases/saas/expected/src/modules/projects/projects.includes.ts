import { desc, isNull } from 'drizzle-orm';
import { organizations, tasks } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { organizationResponse } from '../organizations/organizations.schemas';
import { taskListing, taskResponse } from '../tasks/tasks.schemas';

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
    order: [desc(tasks.createdAt), desc(tasks.id)],
    list: filteredList('/v1/tasks', taskListing, ['projectId']),
    where: isNull(tasks.deletedAt),
  }),
};
