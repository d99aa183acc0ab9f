import { isNull } from 'drizzle-orm';
import { teams, users } from '../../db/schema';
import { teamPolicy } from '../teams/teams.policy';
import { userPolicy } from '../users/users.policy';
import { one } from '../../http/includes';
import { teamResponse } from '../teams/teams.schemas';
import { userResponse } from '../users/users.schemas';

/** What `include` may bring along with team members. Each name costs one query, however many rows there are. */
export const teamMemberIncludes = {
  team: one({
    from: ['teamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    access: teamPolicy.read,
    where: isNull(teams.deletedAt),
  }),
  user: one({
    from: ['userId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
};
