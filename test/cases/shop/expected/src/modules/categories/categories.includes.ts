import { isNull } from 'drizzle-orm';
import { many, one } from '../../db/includes';
import { categories, products } from '../../db/schema';
import { categoryResponse } from './categories.schemas';
import { productResponse } from '../products/products.schemas';

/** What `include` may bring along with categories. Each name costs one query, however many rows there are. */
export const categoryIncludes = {
  parent: one({
    from: ['parentId'],
    to: [categories.id],
    target: categories,
    response: categoryResponse,
  }),
  children: many({
    from: ['id'],
    to: [categories.parentId],
    target: categories,
    response: categoryResponse,
    order: [categories.id],
  }),
  products: many({
    from: ['id'],
    to: [products.categoryId],
    target: products,
    response: productResponse,
    order: [products.id],
    where: isNull(products.deletedAt),
  }),
};
