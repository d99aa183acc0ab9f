import { isNull } from 'drizzle-orm';
import { boards, tasks, teams, users } from '../../db/schema';
import { teamPolicy } from '../teams/teams.policy';
import { userPolicy } from '../users/users.policy';
import { boardPolicy } from '../boards/boards.policy';
import { taskPolicy } from '../tasks/tasks.policy';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { teamResponse } from '../teams/teams.schemas';
import { userResponse } from '../users/users.schemas';
import { boardResponse } from '../boards/boards.schemas';
import { taskListing, taskResponse } from '../tasks/tasks.schemas';

/** What `include` may bring along with projects. Each name costs one query, however many rows there are. */
export const projectIncludes = {
  team: one({
    from: ['teamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    access: teamPolicy.read,
    where: isNull(teams.deletedAt),
  }),
  lead: one({
    from: ['leadId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
  boards: many({
    from: ['teamId', 'id'],
    to: [boards.teamId, boards.projectId],
    target: boards,
    response: boardResponse,
    order: [boards.id],
    access: boardPolicy.list,
    where: isNull(boards.deletedAt),
  }),
  tasks: many({
    from: ['id'],
    to: [tasks.projectId],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    list: filteredList('/v1/tasks', taskListing, ['projectId']),
    access: taskPolicy.list,
  }),
};
