import { desc } from 'drizzle-orm';
import { matches, memberships, rivalries } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { matchListing, matchResponse } from '../matches/matches.schemas';
import { membershipListing, membershipResponse } from '../memberships/memberships.schemas';
import { rivalryListing, rivalryResponse } from '../rivalries/rivalries.schemas';

/** What `include` may bring along with teams. Each name costs one query, however many rows there are. */
export const teamIncludes = {
  homeMatches: many({
    from: ['id'],
    to: [matches.homeTeamId],
    target: matches,
    response: matchResponse,
    order: [matches.id],
    list: filteredList('/v1/matches', matchListing, ['homeTeamId']),
  }),
  awayMatches: many({
    from: ['id'],
    to: [matches.awayTeamId],
    target: matches,
    response: matchResponse,
    order: [matches.id],
    list: filteredList('/v1/matches', matchListing, ['awayTeamId']),
  }),
  memberships: many({
    from: ['id'],
    to: [memberships.teamId],
    target: memberships,
    response: membershipResponse,
    order: [memberships.teamId, memberships.playerId],
    list: filteredList('/v1/memberships', membershipListing, ['teamId']),
  }),
  rivalriesByTeam: many({
    from: ['id'],
    to: [rivalries.teamId],
    target: rivalries,
    response: rivalryResponse,
    order: [desc(rivalries.createdAt), desc(rivalries.teamId), desc(rivalries.rivalId)],
    list: filteredList('/v1/rivalries', rivalryListing, ['teamId']),
  }),
  rivalriesByRival: many({
    from: ['id'],
    to: [rivalries.rivalId],
    target: rivalries,
    response: rivalryResponse,
    order: [desc(rivalries.createdAt), desc(rivalries.teamId), desc(rivalries.rivalId)],
    list: filteredList('/v1/rivalries', rivalryListing, ['rivalId']),
  }),
};
