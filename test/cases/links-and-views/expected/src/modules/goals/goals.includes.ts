import { goalReviews, matches, memberships } from '../../db/schema';
import { many, one } from '../../http/includes';
import { matchResponse } from '../matches/matches.schemas';
import { membershipResponse } from '../memberships/memberships.schemas';
import { goalReviewResponse } from '../goal-reviews/goal-reviews.schemas';

/** What `include` may bring along with goals. Each name costs one query, however many rows there are. */
export const goalIncludes = {
  match: one({ from: ['matchId'], to: [matches.id], target: matches, response: matchResponse }),
  membership: one({
    from: ['teamId', 'scorerId'],
    to: [memberships.teamId, memberships.playerId],
    target: memberships,
    response: membershipResponse,
  }),
  goalReviews: many({
    from: ['matchId', 'second'],
    to: [goalReviews.matchId, goalReviews.second],
    target: goalReviews,
    response: goalReviewResponse,
    order: [goalReviews.id],
  }),
};
