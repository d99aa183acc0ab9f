// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { commentRoutes } from './comments/comments.routes';
import { postRoutes } from './posts/posts.routes';
import { postTagsRoutes } from './posts/posts.tags.routes';
import { tagRoutes } from './tags/tags.routes';
import { tagPostsRoutes } from './tags/tags.posts.routes';
import { userRoutes } from './users/users.routes';

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'comments', prefix: '/comments', routes: commentRoutes },
  { resource: 'posts', prefix: '/posts', routes: postRoutes },
  { resource: 'posts', prefix: '/posts/:id/tags', routes: postTagsRoutes },
  { resource: 'tags', prefix: '/tags', routes: tagRoutes },
  { resource: 'tags', prefix: '/tags/:id/posts', routes: tagPostsRoutes },
  { resource: 'users', prefix: '/users', routes: userRoutes },
];
