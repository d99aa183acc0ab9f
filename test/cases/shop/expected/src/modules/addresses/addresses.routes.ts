import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { addresses } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { addressIncludes } from './addresses.includes';
import * as queries from './addresses.queries';
import {
  addressCreate,
  addressListing,
  addressParams,
  addressResponse,
  addressUpdate,
} from './addresses.schemas';

const withIncluded = addressResponse.extend(includedShape(addressIncludes));

export async function addressRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List addresses',
        querystring: listQuery(addresses, { ...addressListing, include: addressIncludes }),
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
        summary: 'Get an address',
        params: addressParams,
        querystring: includeQuery(addressIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const address = await queries.find(contextOf(request), request.params, include);
      if (!address) throw notFound('address');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(address._version, addressResponse))
      ) {
        return reply.code(304).send();
      }
      return address;
    },
  );

  app.post(
    '/',
    {
      config: { queries: 2, guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create an address',
        body: addressCreate,
        response: { 201: addressResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const address = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${address.id}`);
        reply.header('etag', etag(address._version, addressResponse));
        return address;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { queries: 3, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change an address',
        params: addressParams,
        body: addressUpdate,
        response: { 200: addressResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, addresses);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const address = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!address) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('address');
      }
      reply.header('etag', etag(address._version, addressResponse));
      return address;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an address',
        params: addressParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('address');
      }
      return reply.code(204).send();
    },
  );
}
