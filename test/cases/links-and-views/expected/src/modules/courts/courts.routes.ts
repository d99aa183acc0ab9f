import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { courts } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { courtIncludes } from './courts.includes';
import * as queries from './courts.queries';
import {
  courtCreate,
  courtListing,
  courtParams,
  courtResponse,
  courtUpdate,
} from './courts.schemas';

const withIncluded = courtResponse.extend(includedShape(courtIncludes));

export async function courtRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List courts',
        querystring: listQuery(courts, { ...courtListing, include: courtIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:branch/:id',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a court',
        params: courtParams,
        querystring: includeQuery(courtIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const court = await queries.find(contextOf(request), request.params, include);
      if (!court) throw notFound('court');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(court._version, courtResponse))) {
        return reply.code(304).send();
      }
      return court;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a court',
        body: courtCreate,
        response: { 201: courtResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const court = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${encodeURIComponent(court.branch)}/${court.id}`);
        reply.header('etag', etag(court._version, courtResponse));
        return court;
      }),
  );

  app.patch(
    '/:branch/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a court',
        params: courtParams,
        body: courtUpdate,
        response: { 200: courtResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, courts);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const court = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!court) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('court');
      }
      reply.header('etag', etag(court._version, courtResponse));
      return court;
    },
  );

  app.delete(
    '/:branch/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a court',
        params: courtParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('court');
      }
      return reply.code(204).send();
    },
  );
}
