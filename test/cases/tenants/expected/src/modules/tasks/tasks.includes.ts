import { eq, isNull } from 'drizzle-orm';
import { projects, tags, taskTags, users } from '../../db/schema';
import { projectPolicy } from '../projects/projects.policy';
import { userPolicy } from '../users/users.policy';
import { tagPolicy } from '../tags/tags.policy';
import { many, one } from '../../http/includes';
import { projectResponse } from '../projects/projects.schemas';
import { userResponse } from '../users/users.schemas';
import { tagResponse } from '../tags/tags.schemas';

/** What `include` may bring along with tasks. Each name costs one query, however many rows there are. */
export const taskIncludes = {
  project: one({
    from: ['projectId'],
    to: [projects.id],
    target: projects,
    response: projectResponse,
    access: projectPolicy.read,
  }),
  assignee: one({
    from: ['assigneeId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
  createdByUser: one({
    from: ['createdBy'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
  updatedByUser: one({
    from: ['updatedBy'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
  tags: many({
    from: ['id'],
    to: [taskTags.taskId],
    target: tags,
    response: tagResponse,
    order: [tags.id],
    list: '/v1/tasks/{}/tags',
    through: { table: taskTags, on: eq(taskTags.tagId, tags.id) },
    access: tagPolicy.list,
    where: isNull(tags.deletedAt),
  }),
};
