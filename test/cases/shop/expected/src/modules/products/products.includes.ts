import { desc, eq } from 'drizzle-orm';
import { categories, collectionProducts, collections, orderItems, reviews } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { categoryResponse } from '../categories/categories.schemas';
import { orderItemListing, orderItemResponse } from '../order-items/order-items.schemas';
import { reviewListing, reviewResponse } from '../reviews/reviews.schemas';
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
    order: [desc(orderItems.createdAt), desc(orderItems.id)],
    list: filteredList('/v1/order-items', orderItemListing, ['productId']),
  }),
  reviews: many({
    from: ['id'],
    to: [reviews.productId],
    target: reviews,
    response: reviewResponse,
    order: [desc(reviews.createdAt), desc(reviews.id)],
    list: filteredList('/v1/reviews', reviewListing, ['productId']),
  }),
  collections: many({
    from: ['id'],
    to: [collectionProducts.productId],
    target: collections,
    response: collectionResponse,
    order: [desc(collections.createdAt), desc(collections.id)],
    list: '/v1/products/{}/collections',
    through: { table: collectionProducts, on: eq(collectionProducts.collectionId, collections.id) },
  }),
};
