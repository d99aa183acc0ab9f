import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { transfers } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { transferIncludes } from './transfers.includes';
import { transferPolicy } from './transfers.policy';
import * as queries from './transfers.queries';
import {
  transferCreate,
  transferListing,
  transferParams,
  transferResponse,
  transferUpdate,
} from './transfers.schemas';

const withIncluded = transferResponse.extend(includedShape(transferIncludes));

export async function transferRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: transferPolicy.list, work: ['read'] },
      schema: {
        summary: 'List transfers',
        querystring: listQuery(transfers, { ...transferListing, include: transferIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { access: transferPolicy.read, work: ['find'] },
      schema: {
        summary: 'Get a transfer',
        params: transferParams,
        querystring: includeQuery(transferIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const transfer = await queries.find(contextOf(request), request.params, include);
      if (!transfer) throw notFound('transfer');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(transfer._version, transferResponse))
      ) {
        return reply.code(304).send();
      }
      return transfer;
    },
  );

  app.post(
    '/',
    {
      config: {
        access: transferPolicy.create,
        queries: 3,
        guards: ['idempotency'],
        work: ['write'],
      },
      schema: {
        summary: 'Create a transfer',
        body: transferCreate,
        response: { 201: transferResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const transfer = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${transfer.id}`);
        reply.header('etag', etag(transfer._version, transferResponse));
        return transfer;
      }),
  );

  app.patch(
    '/:id',
    {
      config: {
        access: transferPolicy.update,
        queries: 5,
        guards: ['precondition'],
        work: ['find', 'write'],
      },
      schema: {
        summary: 'Change a transfer',
        params: transferParams,
        body: transferUpdate,
        response: { 200: transferResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, transfers);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const transfer = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!transfer) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('transfer');
      }
      reply.header('etag', etag(transfer._version, transferResponse));
      return transfer;
    },
  );

  app.delete(
    '/:id',
    {
      config: { access: transferPolicy.delete, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a transfer',
        params: transferParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('transfer');
      }
      return reply.code(204).send();
    },
  );
}
