// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { archivedRoutes } from './archiveds/archiveds.routes';
import { columnRoutes } from './columns/columns.routes';
import { documentRoutes } from './documents/documents.routes';
import { documentUsersRoutes } from './documents/documents.users.routes';
import { logRoutes } from './logs/logs.routes';
import { orderRoutes } from './orders/orders.routes';
import { userRoutes } from './users/users.routes';
import { userDocumentsRoutes } from './users/users.documents.routes';
import { activeUserRoutes } from './active-users/active-users.routes';

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'archiveds', prefix: '/archiveds', routes: archivedRoutes },
  { resource: 'columns', prefix: '/columns', routes: columnRoutes },
  { resource: 'documents', prefix: '/documents', routes: documentRoutes },
  { resource: 'documents', prefix: '/documents/:id/users', routes: documentUsersRoutes },
  { resource: 'logs', prefix: '/logs', routes: logRoutes },
  { resource: 'orders', prefix: '/orders', routes: orderRoutes },
  { resource: 'users', prefix: '/users', routes: userRoutes },
  { resource: 'users', prefix: '/users/:id/documents', routes: userDocumentsRoutes },
  { resource: 'active-users', prefix: '/active-users', routes: activeUserRoutes },
];
