import { many } from '../../db/includes';
import { matches, memberships } from '../../db/schema';
import { matchResponse } from '../matches/matches.schemas';
import { membershipResponse } from '../memberships/memberships.schemas';

/** What `include` may bring along with teams. Each name costs one query, however many rows there are. */
export const teamIncludes = {
  homeMatches: many({
    from: ['id'],
    to: [matches.homeTeamId],
    target: matches,
    response: matchResponse,
    order: [matches.id],
  }),
  awayMatches: many({
    from: ['id'],
    to: [matches.awayTeamId],
    target: matches,
    response: matchResponse,
    order: [matches.id],
  }),
  memberships: many({
    from: ['id'],
    to: [memberships.teamId],
    target: memberships,
    response: membershipResponse,
    order: [memberships.teamId, memberships.playerId],
  }),
};
