import { isNull } from 'drizzle-orm';
import { articles, projects, tasks, teamMembers, transfers } from '../../db/schema';
import { articlePolicy } from '../articles/articles.policy';
import { projectPolicy } from '../projects/projects.policy';
import { taskPolicy } from '../tasks/tasks.policy';
import { teamMemberPolicy } from '../team-members/team-members.policy';
import { transferPolicy } from '../transfers/transfers.policy';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { articleListing, articleResponse } from '../articles/articles.schemas';
import { projectResponse } from '../projects/projects.schemas';
import { taskResponse } from '../tasks/tasks.schemas';
import { teamMemberListing, teamMemberResponse } from '../team-members/team-members.schemas';
import { transferResponse } from '../transfers/transfers.schemas';

/** What `include` may bring along with users. Each name costs one query, however many rows there are. */
export const userIncludes = {
  articles: many({
    from: ['id'],
    to: [articles.authorId],
    target: articles,
    response: articleResponse,
    order: [articles.id],
    list: filteredList('/v1/articles', articleListing, ['authorId']),
    access: articlePolicy.list,
  }),
  projects: many({
    from: ['id'],
    to: [projects.leadId],
    target: projects,
    response: projectResponse,
    order: [projects.id],
    access: projectPolicy.list,
  }),
  tasksByAssignee: many({
    from: ['id'],
    to: [tasks.assigneeId],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    access: taskPolicy.list,
  }),
  tasksByCreatedBy: many({
    from: ['id'],
    to: [tasks.createdBy],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    access: taskPolicy.list,
  }),
  tasksByUpdatedBy: many({
    from: ['id'],
    to: [tasks.updatedBy],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    access: taskPolicy.list,
  }),
  teamMembers: many({
    from: ['id'],
    to: [teamMembers.userId],
    target: teamMembers,
    response: teamMemberResponse,
    order: [teamMembers.teamId, teamMembers.userId],
    list: filteredList('/v1/team-members', teamMemberListing, ['userId']),
    access: teamMemberPolicy.list,
    where: isNull(teamMembers.deletedAt),
  }),
  transfersByFirst: many({
    from: ['id'],
    to: [transfers.firstId],
    target: transfers,
    response: transferResponse,
    order: [transfers.id],
    access: transferPolicy.list,
  }),
  transfersBySecond: many({
    from: ['id'],
    to: [transfers.secondId],
    target: transfers,
    response: transferResponse,
    order: [transfers.id],
    access: transferPolicy.list,
  }),
};
