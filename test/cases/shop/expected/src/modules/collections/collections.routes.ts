import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { collections } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { collectionIncludes } from './collections.includes';
import * as queries from './collections.queries';
import {
  collectionCreate,
  collectionListing,
  collectionParams,
  collectionResponse,
  collectionUpdate,
} from './collections.schemas';

const withIncluded = collectionResponse.extend(includedShape(collectionIncludes));

export async function collectionRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List collections',
        querystring: listQuery(collections, { ...collectionListing, include: collectionIncludes }),
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
        summary: 'Get a collection',
        params: collectionParams,
        querystring: includeQuery(collectionIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const collection = await queries.find(contextOf(request), request.params, include);
      if (!collection) throw notFound('collection');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(collection._version, collectionResponse))
      ) {
        return reply.code(304).send();
      }
      return collection;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a collection',
        body: collectionCreate,
        response: { 201: collectionResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const collection = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${collection.id}`);
        reply.header('etag', etag(collection._version, collectionResponse));
        return collection;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a collection',
        params: collectionParams,
        body: collectionUpdate,
        response: { 200: collectionResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, collections);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const collection = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!collection) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('collection');
      }
      reply.header('etag', etag(collection._version, collectionResponse));
      return collection;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a collection',
        params: collectionParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('collection');
      }
      return reply.code(204).send();
    },
  );
}
