import { desc } from 'drizzle-orm';
import { apiKeys, auditEvents, invitations, labels, memberships, projects } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { apiKeyListing, apiKeyResponse } from '../api-keys/api-keys.schemas';
import { auditEventListing, auditEventResponse } from '../audit-events/audit-events.schemas';
import { invitationListing, invitationResponse } from '../invitations/invitations.schemas';
import { labelListing, labelResponse } from '../labels/labels.schemas';
import { membershipListing, membershipResponse } from '../memberships/memberships.schemas';
import { projectListing, projectResponse } from '../projects/projects.schemas';

/** What `include` may bring along with organizations. Each name costs one query, however many rows there are. */
export const organizationIncludes = {
  apiKeys: many({
    from: ['id'],
    to: [apiKeys.organizationId],
    target: apiKeys,
    response: apiKeyResponse,
    order: [desc(apiKeys.createdAt), desc(apiKeys.id)],
    list: filteredList('/v1/api-keys', apiKeyListing, ['organizationId']),
  }),
  auditEvents: many({
    from: ['id'],
    to: [auditEvents.organizationId],
    target: auditEvents,
    response: auditEventResponse,
    order: [desc(auditEvents.createdAt), desc(auditEvents.id)],
    list: filteredList('/v1/audit-events', auditEventListing, ['organizationId']),
  }),
  invitations: many({
    from: ['id'],
    to: [invitations.organizationId],
    target: invitations,
    response: invitationResponse,
    order: [desc(invitations.createdAt), desc(invitations.id)],
    list: filteredList('/v1/invitations', invitationListing, ['organizationId']),
  }),
  labels: many({
    from: ['id'],
    to: [labels.organizationId],
    target: labels,
    response: labelResponse,
    order: [desc(labels.createdAt), desc(labels.id)],
    list: filteredList('/v1/labels', labelListing, ['organizationId']),
  }),
  memberships: many({
    from: ['id'],
    to: [memberships.organizationId],
    target: memberships,
    response: membershipResponse,
    order: [
      desc(memberships.createdAt),
      desc(memberships.organizationId),
      desc(memberships.userId),
    ],
    list: filteredList('/v1/memberships', membershipListing, ['organizationId']),
  }),
  projects: many({
    from: ['id'],
    to: [projects.organizationId],
    target: projects,
    response: projectResponse,
    order: [desc(projects.createdAt), desc(projects.id)],
    list: filteredList('/v1/projects', projectListing, ['organizationId']),
  }),
};
