import { goals } from '../../db/schema';
import { one } from '../../http/includes';
import { goalResponse } from '../goals/goals.schemas';

/** What `include` may bring along with goal reviews. Each name costs one query, however many rows there are. */
export const goalReviewIncludes = {
  goal: one({
    from: ['matchId', 'second'],
    to: [goals.matchId, goals.second],
    target: goals,
    response: goalResponse,
  }),
};
