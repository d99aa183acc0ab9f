import { one } from '../../db/includes';
import { teams } from '../../db/schema';
import { teamPolicy } from '../teams/teams.policy';
import { teamResponse } from '../teams/teams.schemas';

/** What `include` may bring along with boards. Each name costs one query, however many rows there are. */
export const boardIncludes = {
  team: one({
    from: ['teamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    access: teamPolicy.read,
  }),
};
