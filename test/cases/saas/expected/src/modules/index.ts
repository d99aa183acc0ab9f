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

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'api-keys', prefix: '/api-keys', routes: apiKeyRoutes },
  { resource: 'audit-events', prefix: '/audit-events', routes: auditEventRoutes },
  { resource: 'invitations', prefix: '/invitations', routes: invitationRoutes },
  { resource: 'labels', prefix: '/labels', routes: labelRoutes },
  { resource: 'labels', prefix: '/labels/:id/tasks', routes: labelTasksRoutes },
  { resource: 'memberships', prefix: '/memberships', routes: membershipRoutes },
  { resource: 'organizations', prefix: '/organizations', routes: organizationRoutes },
  { resource: 'projects', prefix: '/projects', routes: projectRoutes },
  { resource: 'tasks', prefix: '/tasks', routes: taskRoutes },
  { resource: 'tasks', prefix: '/tasks/:id/labels', routes: taskLabelsRoutes },
  { resource: 'users', prefix: '/users', routes: userRoutes },
];
