import { users } from '../../db/schema';
import { userPolicy } from '../users/users.policy';
import { one } from '../../http/includes';
import { userResponse } from '../users/users.schemas';

/** What `include` may bring along with transfers. Each name costs one query, however many rows there are. */
export const transferIncludes = {
  first: one({
    from: ['firstId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
  second: one({
    from: ['secondId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
};
