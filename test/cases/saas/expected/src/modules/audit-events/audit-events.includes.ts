import { isNull } from 'drizzle-orm';
import { organizations, users } from '../../db/schema';
import { one } from '../../http/includes';
import { organizationResponse } from '../organizations/organizations.schemas';
import { userResponse } from '../users/users.schemas';

/** What `include` may bring along with audit events. Each name costs one query, however many rows there are. */
export const auditEventIncludes = {
  organization: one({
    from: ['organizationId'],
    to: [organizations.id],
    target: organizations,
    response: organizationResponse,
    where: isNull(organizations.deletedAt),
  }),
  actor: one({ from: ['actorId'], to: [users.id], target: users, response: userResponse }),
};
