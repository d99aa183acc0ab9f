import { desc, isNull } from 'drizzle-orm';
import { addresses, customers, orderItems } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { customerResponse } from '../customers/customers.schemas';
import { addressResponse } from '../addresses/addresses.schemas';
import { orderItemListing, orderItemResponse } from '../order-items/order-items.schemas';

/** What `include` may bring along with orders. Each name costs one query, however many rows there are. */
export const orderIncludes = {
  customer: one({
    from: ['customerId'],
    to: [customers.id],
    target: customers,
    response: customerResponse,
    where: isNull(customers.deletedAt),
  }),
  shippingAddress: one({
    from: ['shippingAddressId'],
    to: [addresses.id],
    target: addresses,
    response: addressResponse,
  }),
  items: many({
    from: ['id'],
    to: [orderItems.orderId],
    target: orderItems,
    response: orderItemResponse,
    order: [desc(orderItems.createdAt), desc(orderItems.id)],
    list: filteredList('/v1/order-items', orderItemListing, ['orderId']),
  }),
};
