// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { memberRoutes } from './members/members.routes';
import { noteRoutes } from './notes/notes.routes';
import { profileRoutes } from './profiles/profiles.routes';

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'members', prefix: '/members', routes: memberRoutes },
  { resource: 'notes', prefix: '/notes', routes: noteRoutes },
  { resource: 'profiles', prefix: '/profiles', routes: profileRoutes },
];
