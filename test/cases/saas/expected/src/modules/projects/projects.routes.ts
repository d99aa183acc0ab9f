import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { projects } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { projectIncludes } from './projects.includes';
import * as queries from './projects.queries';
import {
  projectCreate,
  projectListing,
  projectParams,
  projectResponse,
  projectUpdate,
} from './projects.schemas';

const withIncluded = projectResponse.extend(includedShape(projectIncludes));

export async function projectRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List projects',
        querystring: listQuery(projects, { ...projectListing, include: projectIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a project',
        params: projectParams,
        querystring: includeQuery(projectIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const project = await queries.find(contextOf(request), request.params, include);
      if (!project) throw notFound('project');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(project._version, projectResponse))
      ) {
        return reply.code(304).send();
      }
      return project;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a project',
        body: projectCreate,
        response: { 201: projectResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const project = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${project.id}`);
        reply.header('etag', etag(project._version, projectResponse));
        return project;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a project',
        params: projectParams,
        body: projectUpdate,
        response: { 200: projectResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, projects);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const project = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!project) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('project');
      }
      reply.header('etag', etag(project._version, projectResponse));
      return project;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a project',
        params: projectParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const removed = await retryTransient(
        () => queries.remove(context, params, versions),
        request,
      );
      if (!removed) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('project');
      }
      return reply.code(204).send();
    },
  );
}
