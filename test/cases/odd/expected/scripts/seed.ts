// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import { archived } from '../src/db/schema';
import { createArchived } from '../test/factories/archiveds';
import { createColumn } from '../test/factories/columns';
import { createUser } from '../test/factories/users';
import { createOrder } from '../test/factories/orders';
import { createDocument } from '../test/factories/documents';
import { pick, rows } from './seed-rows';

const config = loadConfig(process.env);
if (config.environment === 'production') {
  throw new Error('Sample data does not belong into a production database.');
}

const { db, close } = createDatabase(config.database);
if ((await db.$count(archived)) > 0) {
  console.log('There are rows already: nothing was added.');
} else {
  await seed();
}
await close();

/** Rows of every resource; each refers to rows that were made before it. */
async function seed(): Promise<void> {
  await rows('archiveds', 12, () => createArchived(db));
  await rows('columns', 12, () => createColumn(db));
  const userRows = await rows('users', 12, () => createUser(db));
  await rows('orders', 30, () => createOrder(db, { userId: pick(userRows).id }));
  await rows('documents', 12, () => createDocument(db));
}
