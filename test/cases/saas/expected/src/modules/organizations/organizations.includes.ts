import { many } from '../../db/includes';
import { apiKeys, auditEvents, invitations, labels, memberships, projects } from '../../db/schema';
import { apiKeyResponse } from '../api-keys/api-keys.schemas';
import { auditEventResponse } from '../audit-events/audit-events.schemas';
import { invitationResponse } from '../invitations/invitations.schemas';
import { labelResponse } from '../labels/labels.schemas';
import { membershipResponse } from '../memberships/memberships.schemas';
import { projectResponse } from '../projects/projects.schemas';

/** What `include` may bring along with organizations. Each name costs one query, however many rows there are. */
export const organizationIncludes = {
  apiKeys: many({
    from: ['id'],
    to: [apiKeys.organizationId],
    target: apiKeys,
    response: apiKeyResponse,
    order: [apiKeys.id],
  }),
  auditEvents: many({
    from: ['id'],
    to: [auditEvents.organizationId],
    target: auditEvents,
    response: auditEventResponse,
    order: [auditEvents.id],
  }),
  invitations: many({
    from: ['id'],
    to: [invitations.organizationId],
    target: invitations,
    response: invitationResponse,
    order: [invitations.id],
  }),
  labels: many({
    from: ['id'],
    to: [labels.organizationId],
    target: labels,
    response: labelResponse,
    order: [labels.id],
  }),
  memberships: many({
    from: ['id'],
    to: [memberships.organizationId],
    target: memberships,
    response: membershipResponse,
    order: [memberships.organizationId, memberships.userId],
  }),
  projects: many({
    from: ['id'],
    to: [projects.organizationId],
    target: projects,
    response: projectResponse,
    order: [projects.id],
  }),
};
