import { isNull } from 'drizzle-orm';
import { orders, products } from '../../db/schema';
import { one } from '../../http/includes';
import { orderResponse } from '../orders/orders.schemas';
import { productResponse } from '../products/products.schemas';

/** What `include` may bring along with order items. Each name costs one query, however many rows there are. */
export const orderItemIncludes = {
  order: one({ from: ['orderId'], to: [orders.id], target: orders, response: orderResponse }),
  product: one({
    from: ['productId'],
    to: [products.id],
    target: products,
    response: productResponse,
    where: isNull(products.deletedAt),
  }),
};
