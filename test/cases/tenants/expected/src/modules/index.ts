// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { articleRoutes } from './articles/articles.routes';
import { boardRoutes } from './boards/boards.routes';
import { projectRoutes } from './projects/projects.routes';
import { tagRoutes } from './tags/tags.routes';
import { tagTasksRoutes } from './tags/tags.tasks.routes';
import { taskRoutes } from './tasks/tasks.routes';
import { taskTagsRoutes } from './tasks/tasks.tags.routes';
import { teamMemberRoutes } from './team-members/team-members.routes';
import { teamRoutes } from './teams/teams.routes';
import { transferRoutes } from './transfers/transfers.routes';
import { userRoutes } from './users/users.routes';

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'articles', prefix: '/articles', routes: articleRoutes },
  { resource: 'boards', prefix: '/boards', routes: boardRoutes },
  { resource: 'projects', prefix: '/projects', routes: projectRoutes },
  { resource: 'tags', prefix: '/tags', routes: tagRoutes },
  { resource: 'tags', prefix: '/tags/:id/tasks', routes: tagTasksRoutes },
  { resource: 'tasks', prefix: '/tasks', routes: taskRoutes },
  { resource: 'tasks', prefix: '/tasks/:id/tags', routes: taskTagsRoutes },
  { resource: 'team-members', prefix: '/team-members', routes: teamMemberRoutes },
  { resource: 'teams', prefix: '/teams', routes: teamRoutes },
  { resource: 'transfers', prefix: '/transfers', routes: transferRoutes },
  { resource: 'users', prefix: '/users', routes: userRoutes },
];
