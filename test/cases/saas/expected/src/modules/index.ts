// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { apiKeyRoutes } from './api-keys/api-keys.routes';
import { auditEventRoutes } from './audit-events/audit-events.routes';
import { invitationRoutes } from './invitations/invitations.routes';
import { labelRoutes } from './labels/labels.routes';
import { labelTasksRoutes } from './labels/labels.tasks.routes';
import { membershipRoutes } from './memberships/memberships.routes';
import { organizationRoutes } from './organizations/organizations.routes';
import { projectRoutes } from './projects/projects.routes';
import { taskRoutes } from './tasks/tasks.routes';
import { taskLabelsRoutes } from './tasks/tasks.labels.routes';
import { userRoutes } from './users/users.routes';

/** Every resource with its place under /v1. */
export const modules: readonly Module[] = [
  { prefix: '/api-keys', routes: apiKeyRoutes },
  { prefix: '/audit-events', routes: auditEventRoutes },
  { prefix: '/invitations', routes: invitationRoutes },
  { prefix: '/labels', routes: labelRoutes },
  { prefix: '/labels/:id/tasks', routes: labelTasksRoutes },
  { prefix: '/memberships', routes: membershipRoutes },
  { prefix: '/organizations', routes: organizationRoutes },
  { prefix: '/projects', routes: projectRoutes },
  { prefix: '/tasks', routes: taskRoutes },
  { prefix: '/tasks/:id/labels', routes: taskLabelsRoutes },
  { prefix: '/users', routes: userRoutes },
];
