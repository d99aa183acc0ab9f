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

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'addresses', prefix: '/addresses', routes: addressRoutes },
  { resource: 'categories', prefix: '/categories', routes: categoryRoutes },
  { resource: 'collections', prefix: '/collections', routes: collectionRoutes },
  {
    resource: 'collections',
    prefix: '/collections/:id/products',
    routes: collectionProductsRoutes,
  },
  { resource: 'customers', prefix: '/customers', routes: customerRoutes },
  { resource: 'order-items', prefix: '/order-items', routes: orderItemRoutes },
  { resource: 'orders', prefix: '/orders', routes: orderRoutes },
  { resource: 'products', prefix: '/products', routes: productRoutes },
  { resource: 'products', prefix: '/products/:id/collections', routes: productCollectionsRoutes },
  { resource: 'reviews', prefix: '/reviews', routes: reviewRoutes },
];
