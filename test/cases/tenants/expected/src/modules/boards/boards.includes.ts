import { isNull } from 'drizzle-orm';
import { projects, teams } from '../../db/schema';
import { teamPolicy } from '../teams/teams.policy';
import { projectPolicy } from '../projects/projects.policy';
import { one } from '../../http/includes';
import { teamResponse } from '../teams/teams.schemas';
import { projectResponse } from '../projects/projects.schemas';

/** What `include` may bring along with boards. Each name costs one query, however many rows there are. */
export const boardIncludes = {
  team: one({
    from: ['teamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    access: teamPolicy.read,
    where: isNull(teams.deletedAt),
  }),
  project: one({
    from: ['teamId', 'projectId'],
    to: [projects.teamId, projects.id],
    target: projects,
    response: projectResponse,
    access: projectPolicy.read,
  }),
};
