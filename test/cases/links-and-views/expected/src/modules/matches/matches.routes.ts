import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { matches } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { matchIncludes } from './matches.includes';
import * as queries from './matches.queries';
import {
  matchCreate,
  matchListing,
  matchParams,
  matchResponse,
  matchUpdate,
} from './matches.schemas';

const withIncluded = matchResponse.extend(includedShape(matchIncludes));

export async function matchRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List matches',
        querystring: listQuery(matches, { ...matchListing, include: matchIncludes }),
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
        summary: 'Get a match',
        params: matchParams,
        querystring: includeQuery(matchIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const match = await queries.find(contextOf(request), request.params, include);
      if (!match) throw notFound('match');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(match._version, matchResponse))) {
        return reply.code(304).send();
      }
      return match;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 3, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a match',
        body: matchCreate,
        response: { 201: matchResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const match = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${match.id}`);
        reply.header('etag', etag(match._version, matchResponse));
        return match;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 5, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a match',
        params: matchParams,
        body: matchUpdate,
        response: { 200: matchResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, matches);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const match = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!match) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('match');
      }
      reply.header('etag', etag(match._version, matchResponse));
      return match;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a match',
        params: matchParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('match');
      }
      return reply.code(204).send();
    },
  );
}
