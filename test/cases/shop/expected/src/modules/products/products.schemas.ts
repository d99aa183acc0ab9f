import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { products } from '../../db/schema';
import {
  MAX_ITEMS,
  MAX_TEXT,
  charText,
  decimal,
  json,
  notEmpty,
  sentTimestamp,
  storedJson,
  uuid,
} from '../../http/fields';

/** A product as it is sent. A column that is not listed here is never read and never leaves the service. */
export const productResponse = createSelectSchema(products, {
  currency: () => charText(3),
  attributes: () => storedJson<(typeof products.$inferSelect)['attributes']>(),
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    categoryId: true,
    sku: true,
    name: true,
    description: true,
    price: true,
    compareAtPrice: true,
    currency: true,
    stock: true,
    attributes: true,
    imageUrls: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Product' });

/** What identifies a product in a path. */
export const productParams = z.object({
  id: uuid,
});
export type ProductKey = z.output<typeof productParams>;

/** What a client may set in a new product. Whatever is listed here is open to everybody who may call the route. */
export const productCreate = createInsertSchema(products, {
  categoryId: () => uuid,
  description: (schema) => schema.max(MAX_TEXT),
  price: () => decimal(12, 2),
  compareAtPrice: () => decimal(12, 2),
  currency: () => charText(3),
  attributes: () => json<(typeof products.$inferInsert)['attributes']>(),
  imageUrls: (schema) => schema.max(MAX_ITEMS),
})
  .pick({
    categoryId: true,
    sku: true,
    name: true,
    description: true,
    price: true,
    compareAtPrice: true,
    currency: true,
    stock: true,
    attributes: true,
    imageUrls: true,
  })
  .strict()
  .meta({ id: 'ProductCreate' });
export type ProductCreate = z.output<typeof productCreate>;

/** What a client may change afterwards. */
export const productUpdate = notEmpty(productCreate.partial()).meta({
  id: 'ProductUpdate',
});
export type ProductUpdate = z.output<typeof productUpdate>;

/** What lists of products may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const productListing = {
  key: ['id'],
  filter: ['id', 'categoryId', 'sku', 'price', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'name', 'description', 'compareAtPrice', 'currency', 'stock', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'sku', 'description', 'currency'.
  contains: ['name'],
  sort: ['id', 'sku', 'price', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
