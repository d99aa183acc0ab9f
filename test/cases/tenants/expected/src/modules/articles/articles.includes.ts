import { one } from '../../db/includes';
import { users } from '../../db/schema';
import { userPolicy } from '../users/users.policy';
import { userResponse } from '../users/users.schemas';

/** What `include` may bring along with articles. Each name costs one query, however many rows there are. */
export const articleIncludes = {
  author: one({
    from: ['authorId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
};
