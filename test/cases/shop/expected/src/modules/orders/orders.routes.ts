import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { orders } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { orderIncludes } from './orders.includes';
import * as queries from './orders.queries';
import {
  orderCreate,
  orderListing,
  orderParams,
  orderResponse,
  orderUpdate,
} from './orders.schemas';

const withIncluded = orderResponse.extend(includedShape(orderIncludes));

export async function orderRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List orders',
        querystring: listQuery(orders, { ...orderListing, include: orderIncludes }),
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
        summary: 'Get an order',
        params: orderParams,
        querystring: includeQuery(orderIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const orderRow = await queries.find(contextOf(request), request.params, include);
      if (!orderRow) throw notFound('order');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (include.length === 0 && isFresh(request, reply, etag(orderRow._version, orderResponse))) {
        return reply.code(304).send();
      }
      return orderRow;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an order',
        body: orderCreate,
        response: { 201: orderResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const orderRow = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${orderRow.id}`);
        reply.header('etag', etag(orderRow._version, orderResponse));
        return orderRow;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change an order',
        params: orderParams,
        body: orderUpdate,
        response: { 200: orderResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, orders);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const orderRow = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!orderRow) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('order');
      }
      reply.header('etag', etag(orderRow._version, orderResponse));
      return orderRow;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an order',
        params: orderParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('order');
      }
      return reply.code(204).send();
    },
  );
}
