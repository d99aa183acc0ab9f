import { z } from 'zod';
import type { Context } from '../../db/context';
import { products } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { productListing, productParams, productResponse } from '../products/products.schemas';
import * as queries from './collections.products.queries';
import { type CollectionKey, collectionParams } from './collections.schemas';

const ownerParams = z.object({ id: collectionParams.shape.id });
const linkParams = z.object({
  id: collectionParams.shape.id,
  productId: productParams.shape.id,
});

/** Which products belong to a collection: a row in collection products for each pair. */
export async function collectionProductsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the products of a collection',
        params: ownerParams,
        querystring: listQuery(products, productListing),
        response: { 200: pageOf(productResponse) },
      },
    },
    async (request) => {
      const { id: owner } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      return queries.list(context, owner, request.query);
    },
  );

  app.put(
    '/:productId',
    {
      config: { queries: 3, work: ['find', 'write'] },
      schema: {
        summary: 'Add a product to a collection',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, productId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:productId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a product from a collection',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, productId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('product');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: CollectionKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('collection');
}
