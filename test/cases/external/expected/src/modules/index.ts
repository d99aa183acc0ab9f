// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { noteRoutes } from './notes/notes.routes';
import { userRoutes } from './users/users.routes';

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'notes', prefix: '/notes', routes: noteRoutes },
  { resource: 'users', prefix: '/users', routes: userRoutes },
];
