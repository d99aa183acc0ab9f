import { z } from 'zod';
import { includedShape } from '../../db/includes';
import { retryTransient } from '../../db/retry';
import { documents } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import { documentIncludes } from './documents.includes';
import * as queries from './documents.queries';
import {
  documentCreate,
  documentListing,
  documentParams,
  documentResponse,
  documentUpdate,
} from './documents.schemas';

const tags = ['documents'];
const withIncluded = documentResponse.extend(includedShape(documentIncludes));

export async function documentRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List documents',
        querystring: listQuery(documents, { ...documentListing, include: documentIncludes }),
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
        summary: 'Get a document',
        params: documentParams,
        querystring: includeQuery(documentIncludes),
        response: { 200: withIncluded, 304: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const document = await queries.find(contextOf(request), request.params, include);
      if (!document) throw notFound('document');
      // The version is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, document._version)) {
        return reply.code(304).send();
      }
      return document;
    },
  );

  app.post(
    '/',
    {
      schema: {
        tags,
        summary: 'Create a document',
        body: documentCreate,
        response: { 201: documentResponse, ...problemResponses(400, 409, 422) },
      },
    },
    async (request, reply) => {
      const document = await retryTransient(
        () => queries.create(contextOf(request), request.body),
        { log: request.log },
      );
      reply.code(201);
      reply.header('location', `${app.prefix}/${document.id}`);
      reply.header('etag', etag(document._version));
      return document;
    },
  );

  app.patch(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Change a document',
        params: documentParams,
        body: documentUpdate,
        response: { 200: documentResponse, ...problemResponses(400, 404, 409, 412, 422) },
      },
    },
    async (request, reply) => {
      const { params, body, log } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const document = await retryTransient(() => queries.update(context, params, body, versions), {
        log,
      });
      if (!document) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('document');
      }
      reply.header('etag', etag(document._version));
      return document;
    },
  );

  app.delete(
    '/:id',
    {
      schema: {
        tags,
        summary: 'Delete a document',
        params: documentParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('document');
      }
      return reply.code(204).send();
    },
  );
}
