import { not } from 'drizzle-orm';
import { teams } from '../../db/schema';
import { one } from '../../http/includes';
import { teamResponse } from '../teams/teams.schemas';

/** What `include` may bring along with rivalries. Each name costs one query, however many rows there are. */
export const rivalryIncludes = {
  team: one({
    from: ['teamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    where: not(teams.isDeleted),
  }),
  rival: one({
    from: ['rivalId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    where: not(teams.isDeleted),
  }),
};
