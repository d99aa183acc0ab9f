import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { labels } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { labelIncludes } from './labels.includes';
import * as queries from './labels.queries';
import {
  labelCreate,
  labelListing,
  labelParams,
  labelResponse,
  labelUpdate,
} from './labels.schemas';

const withIncluded = labelResponse.extend(includedShape(labelIncludes));

export async function labelRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List labels',
        querystring: listQuery(labels, { ...labelListing, include: labelIncludes }),
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
        summary: 'Get a label',
        params: labelParams,
        querystring: includeQuery(labelIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const label = await queries.find(contextOf(request), request.params, include);
      if (!label) throw notFound('label');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(label._version, labelResponse))) {
        return reply.code(304).send();
      }
      return label;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a label',
        body: labelCreate,
        response: { 201: labelResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const label = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${label.id}`);
        reply.header('etag', etag(label._version, labelResponse));
        return label;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a label',
        params: labelParams,
        body: labelUpdate,
        response: { 200: labelResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, labels);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const label = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!label) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('label');
      }
      reply.header('etag', etag(label._version, labelResponse));
      return label;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a label',
        params: labelParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('label');
      }
      return reply.code(204).send();
    },
  );
}
