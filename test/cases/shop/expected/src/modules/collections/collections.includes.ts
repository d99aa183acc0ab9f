import { desc, eq, isNull } from 'drizzle-orm';
import { collectionProducts, products } from '../../db/schema';
import { many } from '../../http/includes';
import { productResponse } from '../products/products.schemas';

/** What `include` may bring along with collections. Each name costs one query, however many rows there are. */
export const collectionIncludes = {
  products: many({
    from: ['id'],
    to: [collectionProducts.collectionId],
    target: products,
    response: productResponse,
    order: [desc(products.createdAt), desc(products.id)],
    list: '/v1/collections/{}/products',
    through: { table: collectionProducts, on: eq(collectionProducts.productId, products.id) },
    where: isNull(products.deletedAt),
  }),
};
