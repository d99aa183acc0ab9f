// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { addressRoutes } from './addresses/addresses.routes';
import { categoryRoutes } from './categories/categories.routes';
import { collectionRoutes } from './collections/collections.routes';
import { collectionProductsRoutes } from './collections/collections.products.routes';
import { customerRoutes } from './customers/customers.routes';
import { orderItemRoutes } from './order-items/order-items.routes';
import { orderRoutes } from './orders/orders.routes';
import { productRoutes } from './products/products.routes';
import { productCollectionsRoutes } from './products/products.collections.routes';
import { reviewRoutes } from './reviews/reviews.routes';

/** Every resource with its place under /v1. */
export const modules: readonly Module[] = [
  { prefix: '/addresses', routes: addressRoutes },
  { prefix: '/categories', routes: categoryRoutes },
  { prefix: '/collections', routes: collectionRoutes },
  { prefix: '/collections/:id/products', routes: collectionProductsRoutes },
  { prefix: '/customers', routes: customerRoutes },
  { prefix: '/order-items', routes: orderItemRoutes },
  { prefix: '/orders', routes: orderRoutes },
  { prefix: '/products', routes: productRoutes },
  { prefix: '/products/:id/collections', routes: productCollectionsRoutes },
  { prefix: '/reviews', routes: reviewRoutes },
];
