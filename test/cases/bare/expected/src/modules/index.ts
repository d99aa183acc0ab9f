// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { noteRoutes } from './notes/notes.routes';

/** Every resource with its place under /v1. */
export const modules: readonly Module[] = [{ prefix: '/notes', routes: noteRoutes }];
