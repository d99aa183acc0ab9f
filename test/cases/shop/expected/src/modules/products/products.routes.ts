import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { products } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { productIncludes } from './products.includes';
import * as queries from './products.queries';
import {
  productCreate,
  productListing,
  productParams,
  productResponse,
  productUpdate,
} from './products.schemas';

const withIncluded = productResponse.extend(includedShape(productIncludes));

export async function productRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        summary: 'List products',
        querystring: listQuery(products, { ...productListing, include: productIncludes }),
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
        summary: 'Get a product',
        params: productParams,
        querystring: includeQuery(productIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const product = await queries.find(contextOf(request), request.params, include);
      if (!product) throw notFound('product');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(product._version, productResponse))
      ) {
        return reply.code(304).send();
      }
      return product;
    },
  );

  app.post(
    '/',
    {
      config: { guards: ['idempotency'], work: ['write'] },
      schema: {
        summary: 'Create a product',
        body: productCreate,
        response: { 201: productResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const product = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${product.id}`);
        reply.header('etag', etag(product._version, productResponse));
        return product;
      }),
  );

  app.patch(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Change a product',
        params: productParams,
        body: productUpdate,
        response: { 200: productResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, products);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const product = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!product) {
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('product');
      }
      reply.header('etag', etag(product._version, productResponse));
      return product;
    },
  );

  app.delete(
    '/:id',
    {
      config: { guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete a product',
        params: productParams,
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
        throw (await queries.find(context, params)) ? preconditionFailed() : notFound('product');
      }
      return reply.code(204).send();
    },
  );
}
