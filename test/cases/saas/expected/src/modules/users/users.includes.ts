import { isNull } from 'drizzle-orm';
import { many } from '../../db/includes';
import { apiKeys, auditEvents, invitations, memberships, tasks } from '../../db/schema';
import { apiKeyResponse } from '../api-keys/api-keys.schemas';
import { auditEventResponse } from '../audit-events/audit-events.schemas';
import { invitationResponse } from '../invitations/invitations.schemas';
import { membershipResponse } from '../memberships/memberships.schemas';
import { taskResponse } from '../tasks/tasks.schemas';

/** What `include` may bring along with users. Each name costs one query, however many rows there are. */
export const userIncludes = {
  apiKeys: many({
    from: ['id'],
    to: [apiKeys.createdById],
    target: apiKeys,
    response: apiKeyResponse,
    order: [apiKeys.id],
  }),
  auditEvents: many({
    from: ['id'],
    to: [auditEvents.actorId],
    target: auditEvents,
    response: auditEventResponse,
    order: [auditEvents.id],
  }),
  sentInvitations: many({
    from: ['id'],
    to: [invitations.invitedById],
    target: invitations,
    response: invitationResponse,
    order: [invitations.id],
  }),
  memberships: many({
    from: ['id'],
    to: [memberships.userId],
    target: memberships,
    response: membershipResponse,
    order: [memberships.organizationId, memberships.userId],
  }),
  createdTasks: many({
    from: ['id'],
    to: [tasks.creatorId],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    where: isNull(tasks.deletedAt),
  }),
  assignedTasks: many({
    from: ['id'],
    to: [tasks.assigneeId],
    target: tasks,
    response: taskResponse,
    order: [tasks.id],
    where: isNull(tasks.deletedAt),
  }),
};
