import { isNull } from 'drizzle-orm';
import { organizations, users } from '../../db/schema';
import { one } from '../../http/includes';
import { organizationResponse } from '../organizations/organizations.schemas';
import { userResponse } from '../users/users.schemas';

/** What `include` may bring along with api keys. Each name costs one query, however many rows there are. */
export const apiKeyIncludes = {
  organization: one({
    from: ['organizationId'],
    to: [organizations.id],
    target: organizations,
    response: organizationResponse,
    where: isNull(organizations.deletedAt),
  }),
  createdBy: one({ from: ['createdById'], to: [users.id], target: users, response: userResponse }),
};
