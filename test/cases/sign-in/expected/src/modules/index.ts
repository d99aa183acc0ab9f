// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { memberRoutes } from './members/members.routes';
import { noteRoutes } from './notes/notes.routes';

/** Every resource with its place under /v1. */
export const modules: readonly Module[] = [
  { prefix: '/members', routes: memberRoutes },
  { prefix: '/notes', routes: noteRoutes },
];
