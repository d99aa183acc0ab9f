import { eq } from 'drizzle-orm';
import { many, one } from '../../db/includes';
import { categories, collectionProducts, collections, orderItems, reviews } from '../../db/schema';
import { categoryResponse } from '../categories/categories.schemas';
import { orderItemResponse } from '../order-items/order-items.schemas';
import { reviewResponse } from '../reviews/reviews.schemas';
import { collectionResponse } from '../collections/collections.schemas';

/** What `include` may bring along with products. Each name costs one query, however many rows there are. */
export const productIncludes = {
  category: one({
    from: ['categoryId'],
    to: [categories.id],
    target: categories,
    response: categoryResponse,
  }),
  orderItems: many({
    from: ['id'],
    to: [orderItems.productId],
    target: orderItems,
    response: orderItemResponse,
    order: [orderItems.id],
  }),
  reviews: many({
    from: ['id'],
    to: [reviews.productId],
    target: reviews,
    response: reviewResponse,
    order: [reviews.id],
  }),
  collections: many({
    from: ['id'],
    to: [collectionProducts.productId],
    target: collections,
    response: collectionResponse,
    order: [collections.id],
    through: { table: collectionProducts, on: eq(collectionProducts.collectionId, collections.id) },
  }),
};
