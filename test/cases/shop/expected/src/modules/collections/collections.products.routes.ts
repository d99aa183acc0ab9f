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
import { productListing, productParams, productResponse } from '../products/products.schemas';
import { collectionParams } from './collections.schemas';

const tags = ['collections'];
const columns = pickColumns(products, productResponse);
const ownerParams = z.object({ id: collectionParams.shape.id });
const linkParams = z.object({
  id: collectionParams.shape.id,
  productId: productParams.shape.id,
});

/** Which products belong to a collection: a row in collection products for each pair. */
export async function collectionProductsRoutes(app: App): Promise<void> {
  const owner = prepared(
    app.db
      .select({ found: sql`1` })
      .from(collections)
      .where(eq(collections.id, sql.placeholder('owner'))),
  );
  const linked = app.db
    .select({ target: collectionProducts.productId })
    .from(collectionProducts)
    .where(eq(collectionProducts.collectionId, sql.placeholder('owner')));
  const list = pageReader(app.db, {
    from: products,
    columns,
    where: and(inArray(products.id, linked), isNull(products.deletedAt)),
  });
  const link = linkStatement(app.db, collectionProducts, [
    collectionProducts.collectionId,
    collectionProducts.productId,
  ]);
  const unlink = deleteStatement(
    app.db,
    collectionProducts,
    and(
      eq(collectionProducts.collectionId, sql.placeholder('owner')),
      eq(collectionProducts.productId, sql.placeholder('target')),
    ),
  );

  async function requireOwner(key: unknown): Promise<void> {
    const [found] = await owner.execute({ owner: key });
    if (!found) throw notFound('collection');
  }

  app.get(
    '/',
    {
      schema: {
        tags,
        summary: 'List the products of a collection',
        params: ownerParams,
        querystring: listQuery(products, productListing),
        response: { 200: pageOf(productResponse), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      await requireOwner(request.params.id);
      return list(request.query, { owner: request.params.id });
    },
  );

  app.put(
    '/:productId',
    {
      schema: {
        tags,
        summary: 'Add a product to a collection',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, productId: targetKey } = request.params;
      await requireOwner(ownerKey);
      const pair = { collectionId: ownerKey, productId: targetKey };
      await retryTransient(() => link(pair), { log: request.log });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/:productId',
    {
      schema: {
        tags,
        summary: 'Remove a product from a collection',
        params: linkParams,
        response: { 204: z.undefined(), ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const { id: ownerKey, productId: targetKey } = request.params;
      const removed = await retryTransient(() => unlink({ owner: ownerKey, target: targetKey }), {
        log: request.log,
      });
      if (!removed) throw notFound('product');
      return reply.code(204).send();
    },
  );
}
