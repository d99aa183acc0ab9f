import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { readings } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { readingIncludes } from './readings.includes';
import * as queries from './readings.queries';
import {
  readingCreate,
  readingListing,
  readingParams,
  readingResponse,
  readingUpdate,
} from './readings.schemas';

const withIncluded = readingResponse.extend(includedShape(readingIncludes));

export async function readingRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List readings',
        querystring: listQuery(readings, { ...readingListing, include: readingIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:at',
    {
      config: { work: ['find'] },
      schema: {
        summary: 'Get a reading',
        params: readingParams,
        querystring: includeQuery(readingIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const reading = await queries.find(contextOf(request), request.params, include);
      if (!reading) throw notFound('reading');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(reading._version, readingResponse))
      ) {
        return reply.code(304).send();
      }
      return reading;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a reading',
        body: readingCreate,
        response: { 201: readingResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const reading = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${encodeURIComponent(reading.at)}`);
        reply.header('etag', etag(reading._version, readingResponse));
        return reading;
      }),
  );

  app.patch(
    '/:at',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a reading',
        params: readingParams,
        body: readingUpdate,
        response: { 200: readingResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, readings);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const reading = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!reading) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('reading');
      }
      reply.header('etag', etag(reading._version, readingResponse));
      return reading;
    },
  );

  app.delete(
    '/:at',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a reading',
        params: readingParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('reading');
      }
      return reply.code(204).send();
    },
  );
}
