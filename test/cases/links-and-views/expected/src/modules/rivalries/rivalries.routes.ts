import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { rivalries } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { rivalryIncludes } from './rivalries.includes';
import * as queries from './rivalries.queries';
import { rivalryCreate, rivalryListing, rivalryParams, rivalryResponse } from './rivalries.schemas';

const withIncluded = rivalryResponse.extend(includedShape(rivalryIncludes));

/** Without a PATCH: nothing of a rivalry is a client's to change. */
export async function rivalryRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List rivalries',
        querystring: listQuery(rivalries, { ...rivalryListing, include: rivalryIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:teamId/:rivalId',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a rivalry',
        params: rivalryParams,
        querystring: includeQuery(rivalryIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const rivalry = await queries.find(contextOf(request), request.params, include);
      if (!rivalry) throw notFound('rivalry');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(rivalry._version, rivalryResponse))
      ) {
        return reply.code(304).send();
      }
      return rivalry;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 3, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a rivalry',
        body: rivalryCreate,
        response: { 201: rivalryResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const rivalry = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${rivalry.teamId}/${rivalry.rivalId}`);
        reply.header('etag', etag(rivalry._version, rivalryResponse));
        return rivalry;
      }),
  );

  app.delete(
    '/:teamId/:rivalId',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a rivalry',
        params: rivalryParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('rivalry');
      }
      return reply.code(204).send();
    },
  );
}
