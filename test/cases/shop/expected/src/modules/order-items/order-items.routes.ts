import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { orderItems } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { orderItemIncludes } from './order-items.includes';
import * as queries from './order-items.queries';
import {
  orderItemCreate,
  orderItemListing,
  orderItemParams,
  orderItemResponse,
  orderItemUpdate,
} from './order-items.schemas';

const withIncluded = orderItemResponse.extend(includedShape(orderItemIncludes));

export async function orderItemRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List order items',
        querystring: listQuery(orderItems, { ...orderItemListing, include: orderItemIncludes }),
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
        summary: 'Get an order item',
        params: orderItemParams,
        querystring: includeQuery(orderItemIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const orderItem = await queries.find(contextOf(request), request.params, include);
      if (!orderItem) throw notFound('order item');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(orderItem._version, orderItemResponse))
      ) {
        return reply.code(304).send();
      }
      return orderItem;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an order item',
        body: orderItemCreate,
        response: { 201: orderItemResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const orderItem = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${orderItem.id}`);
        reply.header('etag', etag(orderItem._version, orderItemResponse));
        return orderItem;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change an order item',
        params: orderItemParams,
        body: orderItemUpdate,
        response: { 200: orderItemResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, orderItems);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const orderItem = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!orderItem) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('order item');
      }
      reply.header('etag', etag(orderItem._version, orderItemResponse));
      return orderItem;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an order item',
        params: orderItemParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('order item');
      }
      return reply.code(204).send();
    },
  );
}
