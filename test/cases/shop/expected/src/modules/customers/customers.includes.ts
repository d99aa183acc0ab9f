import { many } from '../../db/includes';
import { addresses, orders, reviews } from '../../db/schema';
import { addressResponse } from '../addresses/addresses.schemas';
import { orderResponse } from '../orders/orders.schemas';
import { reviewResponse } from '../reviews/reviews.schemas';

/** What `include` may bring along with customers. Each name costs one query, however many rows there are. */
export const customerIncludes = {
  addresses: many({
    from: ['id'],
    to: [addresses.customerId],
    target: addresses,
    response: addressResponse,
    order: [addresses.id],
  }),
  orders: many({
    from: ['id'],
    to: [orders.customerId],
    target: orders,
    response: orderResponse,
    order: [orders.id],
  }),
  reviews: many({
    from: ['id'],
    to: [reviews.customerId],
    target: reviews,
    response: reviewResponse,
    order: [reviews.id],
  }),
};
