import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { pickColumns } from '../../db/columns';
import type { Context } from '../../db/context';
import { builder, prepared } from '../../db/prepared';
import { collectionProducts, collections, products } from '../../db/schema';
import { deleteStatement, linkStatement } from '../../db/statements';
import type { PageRequest } from '../../http/list';
import { pageReader } from '../../http/page';
import { reference, requireReferences } from '../../http/references';
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

/** What may be linked only if it is not deleted. */
const references = [reference({ productId: products.id }, isNull(products.deletedAt))];

const insertPair = linkStatement(collectionProducts, [
  collectionProducts.collectionId,
  collectionProducts.productId,
]);

export async function link(context: Context, owner: CollectionKey['id'], target: ProductKey['id']) {
  const pair = { collectionId: owner, productId: target };
  await requireReferences(context, references, pair);
  return insertPair(context, pair);
}

const deletePair = deleteStatement(
  collectionProducts,
  and(
    eq(collectionProducts.collectionId, sql.placeholder('owner')),
    eq(collectionProducts.productId, sql.placeholder('target')),
    inArray(
      collectionProducts.productId,
      builder.select({ key: products.id }).from(products).where(isNull(products.deletedAt)),
    ),
  ),
);

/** False when they were not linked. */
export function unlink(context: Context, owner: CollectionKey['id'], target: ProductKey['id']) {
  return deletePair(context, { owner, target });
}
