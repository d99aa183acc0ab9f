import { not } from 'drizzle-orm';
import { goals, players, teams } from '../../db/schema';
import { many, one } from '../../http/includes';
import { teamResponse } from '../teams/teams.schemas';
import { playerResponse } from '../players/players.schemas';
import { goalResponse } from '../goals/goals.schemas';

/** What `include` may bring along with memberships. Each name costs one query, however many rows there are. */
export const membershipIncludes = {
  team: one({
    from: ['teamId'],
    to: [teams.id],
    target: teams,
    response: teamResponse,
    where: not(teams.isDeleted),
  }),
  player: one({ from: ['playerId'], to: [players.id], target: players, response: playerResponse }),
  goals: many({
    from: ['teamId', 'playerId'],
    to: [goals.teamId, goals.scorerId],
    target: goals,
    response: goalResponse,
    order: [goals.matchId, goals.second],
  }),
};
