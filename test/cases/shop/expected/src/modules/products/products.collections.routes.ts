import { z } from 'zod';
import type { Context } from '../../db/context';
import { collections } from '../../db/schema';
import { retryTransient } from '../../db/retry';
import { contextOf } from '../../http/context';
import { listQuery, pageOf } from '../../http/list';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import {
  collectionListing,
  collectionParams,
  collectionResponse,
} from '../collections/collections.schemas';
import * as queries from './products.collections.queries';
import { type ProductKey, productParams } from './products.schemas';

const ownerParams = z.object({ id: productParams.shape.id });
const linkParams = z.object({
  id: productParams.shape.id,
  collectionId: collectionParams.shape.id,
});

/** Which collections belong to a product: a row in collection products for each pair. */
export async function productCollectionsRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { work: ['find', 'read'] },
      schema: {
        summary: 'List the collections of a product',
        params: ownerParams,
        querystring: listQuery(collections, collectionListing),
        response: { 200: pageOf(collectionResponse) },
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
    '/:collectionId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Add a collection to a product',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, collectionId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      await retryTransient(() => queries.link(context, owner, target), request);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:collectionId',
    {
      config: { work: ['find', 'write'] },
      schema: {
        summary: 'Remove a collection from a product',
        params: linkParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id: owner, collectionId: target } = request.params;
      const context = contextOf(request);
      await requireOwner(context, owner);
      const unlink = () => queries.unlink(context, owner, target);
      const removed = await retryTransient(unlink, request);
      if (!removed) throw notFound('collection');
      return reply.code(204).send();
    },
  );
}

async function requireOwner(context: Context, key: ProductKey['id']): Promise<void> {
  if (!(await queries.hasOwner(context, key))) throw notFound('product');
}
