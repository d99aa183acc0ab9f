// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { commentRoutes } from './comments/comments.routes';
import { postRoutes } from './posts/posts.routes';
import { postTagsRoutes } from './posts/posts.tags.routes';
import { tagRoutes } from './tags/tags.routes';
import { tagPostsRoutes } from './tags/tags.posts.routes';
import { userRoutes } from './users/users.routes';

/** Every resource with its place under /v1. */
export const modules: readonly Module[] = [
  { prefix: '/comments', routes: commentRoutes },
  { prefix: '/posts', routes: postRoutes },
  { prefix: '/posts/:id/tags', routes: postTagsRoutes },
  { prefix: '/tags', routes: tagRoutes },
  { prefix: '/tags/:id/posts', routes: tagPostsRoutes },
  { prefix: '/users', routes: userRoutes },
];
