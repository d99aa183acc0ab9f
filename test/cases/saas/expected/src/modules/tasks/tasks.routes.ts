import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { tasks } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { taskIncludes } from './tasks.includes';
import * as queries from './tasks.queries';
import { taskCreate, taskListing, taskParams, taskResponse, taskUpdate } from './tasks.schemas';

const withIncluded = taskResponse.extend(includedShape(taskIncludes));

export async function taskRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List tasks',
        querystring: listQuery(tasks, { ...taskListing, include: taskIncludes }),
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
        summary: 'Get a task',
        params: taskParams,
        querystring: includeQuery(taskIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const task = await queries.find(contextOf(request), request.params, include);
      if (!task) throw notFound('task');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(task._version, taskResponse))) {
        return reply.code(304).send();
      }
      return task;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a task',
        body: taskCreate,
        response: { 201: taskResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const task = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${task.id}`);
        reply.header('etag', etag(task._version, taskResponse));
        return task;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a task',
        params: taskParams,
        body: taskUpdate,
        response: { 200: taskResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, tasks);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const task = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!task) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('task');
      }
      reply.header('etag', etag(task._version, taskResponse));
      return task;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a task',
        params: taskParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('task');
      }
      return reply.code(204).send();
    },
  );
}
