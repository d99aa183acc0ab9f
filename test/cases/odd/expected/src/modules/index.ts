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

/** Every resource with its place under /v1. */
export const modules: readonly Module[] = [
  { prefix: '/archiveds', routes: archivedRoutes },
  { prefix: '/columns', routes: columnRoutes },
  { prefix: '/documents', routes: documentRoutes },
  { prefix: '/documents/:id/users', routes: documentUsersRoutes },
  { prefix: '/logs', routes: logRoutes },
  { prefix: '/orders', routes: orderRoutes },
  { prefix: '/users', routes: userRoutes },
  { prefix: '/users/:id/documents', routes: userDocumentsRoutes },
  { prefix: '/active-users', routes: activeUserRoutes },
];
