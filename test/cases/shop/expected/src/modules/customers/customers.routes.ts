import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { customers } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { customerIncludes } from './customers.includes';
import * as queries from './customers.queries';
import {
  customerCreate,
  customerListing,
  customerParams,
  customerResponse,
  customerUpdate,
} from './customers.schemas';

const withIncluded = customerResponse.extend(includedShape(customerIncludes));

export async function customerRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List customers',
        querystring: listQuery(customers, { ...customerListing, include: customerIncludes }),
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
        summary: 'Get a customer',
        params: customerParams,
        querystring: includeQuery(customerIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const customer = await queries.find(contextOf(request), request.params, include);
      if (!customer) throw notFound('customer');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(customer._version, customerResponse))
      ) {
        return reply.code(304).send();
      }
      return customer;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a customer',
        body: customerCreate,
        response: { 201: customerResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const customer = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${customer.id}`);
        reply.header('etag', etag(customer._version, customerResponse));
        return customer;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a customer',
        params: customerParams,
        body: customerUpdate,
        response: { 200: customerResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, customers);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const customer = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!customer) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('customer');
      }
      reply.header('etag', etag(customer._version, customerResponse));
      return customer;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a customer',
        params: customerParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('customer');
      }
      return reply.code(204).send();
    },
  );
}
