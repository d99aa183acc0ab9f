import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { user } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { userIncludes } from './users.includes';
import * as queries from './users.queries';
import { userCreate, userListing, userParams, userResponse, userUpdate } from './users.schemas';

const withIncluded = userResponse.extend(includedShape(userIncludes));

export async function userRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List users',
        querystring: listQuery(user, { ...userListing, include: userIncludes }),
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
        summary: 'Get a user',
        params: userParams,
        querystring: includeQuery(userIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const userRow = await queries.find(contextOf(request), request.params, include);
      if (!userRow) throw notFound('user');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(userRow._version, userResponse))) {
        return reply.code(304).send();
      }
      return userRow;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a user',
        body: userCreate,
        response: { 201: userResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const userRow = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${encodeURIComponent(userRow.id)}`);
        reply.header('etag', etag(userRow._version, userResponse));
        return userRow;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a user',
        params: userParams,
        body: userUpdate,
        response: { 200: userResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, user);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const userRow = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!userRow) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('user');
      }
      reply.header('etag', etag(userRow._version, userResponse));
      return userRow;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a user',
        params: userParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('user');
      }
      return reply.code(204).send();
    },
  );
}
