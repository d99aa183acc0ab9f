import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { collectionProducts, collections, products } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { conflict } from '../../http/problem';
import { type ProductKey, productResponse } from '../products/products.schemas';
import type { CollectionKey } from './collections.schemas';

const selectOwner = prepared(
  builder
    .select({ found: sql`1` })
    .from(collections)
    .where(eq(collections.id, sql.placeholder('owner'))),
);

/** Whether there is such a collection. */
export async function hasOwner(context: Context, owner: CollectionKey['id']) {
  return (await selectOwner(context, { owner })).length > 0;
}

const linked = builder
  .select({ target: collectionProducts.productId })
  .from(collectionProducts)
  .where(eq(collectionProducts.collectionId, sql.placeholder('owner')));
const readPage = pageReader({
  from: products,
  columns: pickColumns(products, productResponse),
  where: and(inArray(products.id, linked), isNull(products.deletedAt)),
});

export function list(context: Context, owner: CollectionKey['id'], request: PageRequest) {
  return readPage(context, request, { owner });
}

const insertPair = linkStatement(collectionProducts, [
  collectionProducts.collectionId,
  collectionProducts.productId,
]);
const selectTarget = prepared(
  builder
    .select({ found: sql`1` })
    .from(products)
    .where(and(eq(products.id, sql.placeholder('target')), isNull(products.deletedAt))),
);

/** @throws {Problem} 409 for a product that is deleted: it is as if there were none */
export async function link(context: Context, owner: CollectionKey['id'], target: ProductKey['id']) {
  if ((await selectTarget(context, { target })).length === 0) {
    throw conflict('It refers to something that does not exist.');
  }
  return insertPair(context, { collectionId: owner, productId: target });
}

const deletePair = deleteStatement(
  collectionProducts,
  and(
    eq(collectionProducts.collectionId, sql.placeholder('owner')),
    eq(collectionProducts.productId, sql.placeholder('target')),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: CollectionKey['id'], target: ProductKey['id']) {
  return deletePair(context, { owner, target });
}
