import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { apiKeys } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { apiKeyIncludes } from './api-keys.includes';
import * as queries from './api-keys.queries';
import {
  apiKeyCreate,
  apiKeyListing,
  apiKeyParams,
  apiKeyResponse,
  apiKeyUpdate,
} from './api-keys.schemas';

const withIncluded = apiKeyResponse.extend(includedShape(apiKeyIncludes));

export async function apiKeyRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List api keys',
        querystring: listQuery(apiKeys, { ...apiKeyListing, include: apiKeyIncludes }),
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
        summary: 'Get an api key',
        params: apiKeyParams,
        querystring: includeQuery(apiKeyIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const apiKey = await queries.find(contextOf(request), request.params, include);
      if (!apiKey) throw notFound('api key');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(apiKey._version, apiKeyResponse))) {
        return reply.code(304).send();
      }
      return apiKey;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an api key',
        body: apiKeyCreate,
        response: { 201: apiKeyResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const apiKey = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${apiKey.id}`);
        reply.header('etag', etag(apiKey._version, apiKeyResponse));
        return apiKey;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change an api key',
        params: apiKeyParams,
        body: apiKeyUpdate,
        response: { 200: apiKeyResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, apiKeys);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const apiKey = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!apiKey) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('api key');
      }
      reply.header('etag', etag(apiKey._version, apiKeyResponse));
      return apiKey;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an api key',
        params: apiKeyParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('api key');
      }
      return reply.code(204).send();
    },
  );
}
