import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { documents } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { documentIncludes } from './documents.includes';
import * as queries from './documents.queries';
import {
  documentCreate,
  documentListing,
  documentParams,
  documentResponse,
  documentUpdate,
} from './documents.schemas';

const withIncluded = documentResponse.extend(includedShape(documentIncludes));

export async function documentRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List documents',
        querystring: listQuery(documents, { ...documentListing, include: documentIncludes }),
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
        summary: 'Get a document',
        params: documentParams,
        querystring: includeQuery(documentIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const document = await queries.find(contextOf(request), request.params, include);
      if (!document) throw notFound('document');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(document._version, documentResponse))
      ) {
        return reply.code(304).send();
      }
      return document;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a document',
        body: documentCreate,
        response: { 201: documentResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const document = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${document.id}`);
        reply.header('etag', etag(document._version, documentResponse));
        return document;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a document',
        params: documentParams,
        body: documentUpdate,
        response: { 200: documentResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, documents);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const document = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!document) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('document');
      }
      reply.header('etag', etag(document._version, documentResponse));
      return document;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a document',
        params: documentParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('document');
      }
      return reply.code(204).send();
    },
  );
}
