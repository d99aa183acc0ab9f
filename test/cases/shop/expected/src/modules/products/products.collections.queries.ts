import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { collectionProducts, collections, products } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { type CollectionKey, collectionResponse } from '../collections/collections.schemas';
import type { ProductKey } from './products.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(products)
    .where(and(eq(products.id, sql.placeholder('owner')), isNull(products.deletedAt))),
);

/** Whether there is such a product. */
export async function hasOwner(context: Context, owner: ProductKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: collectionProducts.collectionId })
  .from(collectionProducts)
  .where(eq(collectionProducts.productId, sql.placeholder('owner')));
const readPage = pageReader({
  from: collections,
  columns: pickColumns(collections, collectionResponse),
  where: inArray(collections.id, linked),
});

export function list(context: Context, owner: ProductKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(collectionProducts, [
  collectionProducts.productId,
  collectionProducts.collectionId,
]);

export function link(context: Context, owner: ProductKey['id'], target: CollectionKey['id']) {
  const pair = { productId: owner, collectionId: target };
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  collectionProducts,
  and(
    eq(collectionProducts.productId, sql.placeholder('owner')),
    eq(collectionProducts.collectionId, sql.placeholder('target')),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: ProductKey['id'], target: CollectionKey['id']) {
  return deletePair(context, { owner, target });
}
