import { users } from '../../db/schema';
import { userPolicy } from '../users/users.policy';
import { one } from '../../http/includes';
import { userResponse } from '../users/users.schemas';

/** What `include` may bring along with notes. Each name costs one query, however many rows there are. */
export const noteIncludes = {
  user: one({
    from: ['userId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
};
