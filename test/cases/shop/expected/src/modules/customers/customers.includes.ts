import { desc } from 'drizzle-orm';
import { addresses, orders, reviews } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { addressListing, addressResponse } from '../addresses/addresses.schemas';
import { orderListing, orderResponse } from '../orders/orders.schemas';
import { reviewListing, reviewResponse } from '../reviews/reviews.schemas';

/** What `include` may bring along with customers. Each name costs one query, however many rows there are. */
export const customerIncludes = {
  addresses: many({
    from: ['id'],
    to: [addresses.customerId],
    target: addresses,
    response: addressResponse,
    order: [desc(addresses.createdAt), desc(addresses.id)],
    list: filteredList('/v1/addresses', addressListing, ['customerId']),
  }),
  orders: many({
    from: ['id'],
    to: [orders.customerId],
    target: orders,
    response: orderResponse,
    order: [desc(orders.createdAt), desc(orders.id)],
    list: filteredList('/v1/orders', orderListing, ['customerId']),
  }),
  reviews: many({
    from: ['id'],
    to: [reviews.customerId],
    target: reviews,
    response: reviewResponse,
    order: [desc(reviews.createdAt), desc(reviews.id)],
    list: filteredList('/v1/reviews', reviewListing, ['customerId']),
  }),
};
