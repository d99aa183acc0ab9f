import { z } from 'zod';
import { includedShape } from '../../db/includes';
import { retryTransient } from '../../db/retry';
import { tasks } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { taskIncludes } from './tasks.includes';
import * as queries from './tasks.queries';
import { taskCreate, taskListing, taskParams, taskResponse, taskUpdate } from './tasks.schemas';

const tags = ['tasks'];
const withIncluded = taskResponse.extend(includedShape(taskIncludes));

export async function taskRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List tasks',
        querystring: listQuery(tasks, { ...taskListing, include: taskIncludes }),
        response: { 200: pageOf(withIncluded), ...problemResponses(400) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Get a task',
        params: taskParams,
        querystring: includeQuery(taskIncludes),
        response: { 200: withIncluded, 304: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const task = await queries.find(contextOf(request), request.params, include);
      if (!task) throw notFound('task');
      // The version is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, task._version)) {
        return reply.code(304).send();
      }
      return task;
    },
  );

  app.post(
    '/',
    {
      schema: {
        tags,
        summary: 'Create a task',
        body: taskCreate,
        response: { 201: taskResponse, ...problemResponses(400, 409, 422) },
      },
    },
    async (request, reply) => {
      const task = await retryTransient(() => queries.create(contextOf(request), request.body), {
        log: request.log,
      });
      reply.code(201);
      reply.header('location', `${app.prefix}/${task.id}`);
      reply.header('etag', etag(task._version));
      return task;
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Change a task',
        params: taskParams,
        body: taskUpdate,
        response: { 200: taskResponse, ...problemResponses(400, 404, 409, 412, 422) },
      },
    },
    async (request, reply) => {
      const { params, body, log } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const task = await retryTransient(() => queries.update(context, params, body, versions), {
        log,
      });
      if (!task) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('task');
      }
      reply.header('etag', etag(task._version));
      return task;
    },
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete a task',
        params: taskParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409, 412) },
      },
    },
    async (request, reply) => {
      const { params, log } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const removed = await retryTransient(() => queries.remove(context, params, versions), {
        log,
      });
      if (!removed) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('task');
      }
      return reply.code(204).send();
    },
  );
}
