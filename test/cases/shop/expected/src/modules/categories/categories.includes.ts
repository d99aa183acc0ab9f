import { desc, isNull } from 'drizzle-orm';
import { categories, products } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { categoryListing, categoryResponse } from './categories.schemas';
import { productListing, productResponse } from '../products/products.schemas';

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
    order: [desc(categories.createdAt), desc(categories.id)],
    list: filteredList('/v1/categories', categoryListing, ['parentId']),
  }),
  products: many({
    from: ['id'],
    to: [products.categoryId],
    target: products,
    response: productResponse,
    order: [desc(products.createdAt), desc(products.id)],
    list: filteredList('/v1/products', productListing, ['categoryId']),
    where: isNull(products.deletedAt),
  }),
};
