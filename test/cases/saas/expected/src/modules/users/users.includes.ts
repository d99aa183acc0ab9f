import { desc, isNull } from 'drizzle-orm';
import { apiKeys, auditEvents, invitations, memberships, tasks } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { apiKeyListing, apiKeyResponse } from '../api-keys/api-keys.schemas';
import { auditEventListing, auditEventResponse } from '../audit-events/audit-events.schemas';
import { invitationListing, invitationResponse } from '../invitations/invitations.schemas';
import { membershipListing, membershipResponse } from '../memberships/memberships.schemas';
import { taskListing, taskResponse } from '../tasks/tasks.schemas';

/** What `include` may bring along with users. Each name costs one query, however many rows there are. */
export const userIncludes = {
  apiKeys: many({
    from: ['id'],
    to: [apiKeys.createdById],
    target: apiKeys,
    response: apiKeyResponse,
    order: [desc(apiKeys.createdAt), desc(apiKeys.id)],
    list: filteredList('/v1/api-keys', apiKeyListing, ['createdById']),
  }),
  auditEvents: many({
    from: ['id'],
    to: [auditEvents.actorId],
    target: auditEvents,
    response: auditEventResponse,
    order: [desc(auditEvents.createdAt), desc(auditEvents.id)],
    list: filteredList('/v1/audit-events', auditEventListing, ['actorId']),
  }),
  sentInvitations: many({
    from: ['id'],
    to: [invitations.invitedById],
    target: invitations,
    response: invitationResponse,
    order: [desc(invitations.createdAt), desc(invitations.id)],
    list: filteredList('/v1/invitations', invitationListing, ['invitedById']),
  }),
  memberships: many({
    from: ['id'],
    to: [memberships.userId],
    target: memberships,
    response: membershipResponse,
    order: [
      desc(memberships.createdAt),
      desc(memberships.organizationId),
      desc(memberships.userId),
    ],
    list: filteredList('/v1/memberships', membershipListing, ['userId']),
  }),
  createdTasks: many({
    from: ['id'],
    to: [tasks.creatorId],
    target: tasks,
    response: taskResponse,
    order: [desc(tasks.createdAt), desc(tasks.id)],
    list: filteredList('/v1/tasks', taskListing, ['creatorId']),
    where: isNull(tasks.deletedAt),
  }),
  assignedTasks: many({
    from: ['id'],
    to: [tasks.assigneeId],
    target: tasks,
    response: taskResponse,
    order: [desc(tasks.createdAt), desc(tasks.id)],
    list: filteredList('/v1/tasks', taskListing, ['assigneeId']),
    where: isNull(tasks.deletedAt),
  }),
};
