import { not } from 'drizzle-orm';
import { goals, teams } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { teamResponse } from '../teams/teams.schemas';
import { goalListing, goalResponse } from '../goals/goals.schemas';

/** What `include` may bring along with matches. Each name costs one query, however many rows there are. */
export const matchIncludes = {
  home: one({
    from: ['homeTeamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    where: not(teams.isDeleted),
  }),
  away: one({
    from: ['awayTeamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    where: not(teams.isDeleted),
  }),
  goals: many({
    from: ['id'],
    to: [goals.matchId],
    target: goals,
    response: goalResponse,
    order: [goals.matchId, goals.second],
    list: filteredList('/v1/goals', goalListing, ['matchId']),
  }),
};
