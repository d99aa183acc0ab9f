import { desc, isNull } from 'drizzle-orm';
import { customers, orders } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { customerResponse } from '../customers/customers.schemas';
import { orderListing, orderResponse } from '../orders/orders.schemas';

/** What `include` may bring along with addresses. Each name costs one query, however many rows there are. */
export const addressIncludes = {
  customer: one({
    from: ['customerId'],
    to: [customers.id],
    target: customers,
    response: customerResponse,
    where: isNull(customers.deletedAt),
  }),
  orders: many({
    from: ['id'],
    to: [orders.shippingAddressId],
    target: orders,
    response: orderResponse,
    order: [desc(orders.createdAt), desc(orders.id)],
    list: filteredList('/v1/orders', orderListing, ['shippingAddressId']),
  }),
};
