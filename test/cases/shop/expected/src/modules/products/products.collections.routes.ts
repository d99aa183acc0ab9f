import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { pickColumns } from '../../db/columns';
import { prepared } from '../../db/prepared';
import { collectionProducts, collections, products } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import { retryTransient } from '../../db/retry';
import { listQuery, pageOf } from '../../http/list';
import { pageReader } from '../../http/page';
import { notFound } from '../../http/problem';
import { problemResponses } from '../../http/problem-responses';
import type { App } from '../../http/types';
import {
  collectionListing,
  collectionParams,
  collectionResponse,
} from '../collections/collections.schemas';
import { productParams } from './products.schemas';

const tags = ['products'];
const columns = pickColumns(collections, collectionResponse);
const ownerParams = z.object({ id: productParams.shape.id });
const linkParams = z.object({
  id: productParams.shape.id,
  collectionId: collectionParams.shape.id,
});

/** Which collections belong to a product: a row in collection products for each pair. */
export async function productCollectionsRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(products)
      .where(and(eq(products.id, sql.placeholder('owner')), isNull(products.deletedAt))),
  );
  const linked = app.db
    .select({ target: collectionProducts.collectionId })
    .from(collectionProducts)
    .where(eq(collectionProducts.productId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: collections,
    columns,
    where: inArray(collections.id, linked),
  });
  const link = linkStatement(app.db, collectionProducts, [
    collectionProducts.productId,
    collectionProducts.collectionId,
  ]);
  const unlink = deleteStatement(
    app.db,
    collectionProducts,
    and(
      eq(collectionProducts.productId, sql.placeholder('owner')),
      eq(collectionProducts.collectionId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('product');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the collections of a product',
        params: ownerParams,
        querystring: listQuery(collections, collectionListing),
        response: { 200: pageOf(collectionResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:collectionId',
    {
      schema: {
        tags,
        summary: 'Add a collection to a product',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, collectionId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { productId: ownerKey, collectionId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:collectionId',
    {
      schema: {
        tags,
        summary: 'Remove a collection from a product',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, collectionId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('collection');
      return reply.code(204).send();
    },
  );
}
