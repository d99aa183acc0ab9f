// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import {
  addresses,
  categories,
  collections,
  customers,
  orderItems,
  orders,
  products,
  reviews,
} from '../src/db/schema';
import { createCustomer } from '../test/factories/customers';
import { createAddress } from '../test/factories/addresses';
import { createCategory } from '../test/factories/categories';
import { createCollection } from '../test/factories/collections';
import { createOrder } from '../test/factories/orders';
import { createProduct } from '../test/factories/products';
import { createOrderItem } from '../test/factories/order-items';
import { createReview } from '../test/factories/reviews';
import { pick, rows } from './seed-rows';

const config = loadConfig(process.env);
if (config.environment === 'production') {
  throw new Error('Sample data does not belong into a production database.');
}

const { db, close } = createDatabase(config.database);
await seed();
await close();

/** Rows for every resource that has none; each refers to rows that are there already or were made before it. */
async function seed(): Promise<void> {
  const customerRows = await rows(db, customers, 12, () => createCustomer(db));
  await rows(db, addresses, 30, () => createAddress(db, { customerId: pick(customerRows).id }));
  const categoryRows = await rows(db, categories, 12, () => createCategory(db));
  await rows(db, collections, 12, () => createCollection(db));
  const orderRows = await rows(db, orders, 30, () =>
    createOrder(db, { customerId: pick(customerRows).id }),
  );
  const productRows = await rows(db, products, 30, () =>
    createProduct(db, { categoryId: pick(categoryRows).id }),
  );
  await rows(db, orderItems, 30, () =>
    createOrderItem(db, { orderId: pick(orderRows).id, productId: pick(productRows).id }),
  );
  await rows(db, reviews, 30, () =>
    createReview(db, { productId: pick(productRows).id, customerId: pick(customerRows).id }),
  );
}
