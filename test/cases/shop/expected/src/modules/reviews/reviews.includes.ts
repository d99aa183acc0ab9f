import { isNull } from 'drizzle-orm';
import { customers, products } from '../../db/schema';
import { one } from '../../http/includes';
import { productResponse } from '../products/products.schemas';
import { customerResponse } from '../customers/customers.schemas';

/** What `include` may bring along with reviews. Each name costs one query, however many rows there are. */
export const reviewIncludes = {
  product: one({
    from: ['productId'],
    to: [products.id],
    target: products,
    response: productResponse,
    where: isNull(products.deletedAt),
  }),
  customer: one({
    from: ['customerId'],
    to: [customers.id],
    target: customers,
    response: customerResponse,
    where: isNull(customers.deletedAt),
  }),
};
