// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import {
  archived,
  column as columnTable,
  documents,
  order as orderTable,
  user,
} from '../src/db/schema';
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
await seed();
await close();

/** Rows for every resource that has none; each refers to rows that are there already or were made before it. */
async function seed(): Promise<void> {
  await rows(db, archived, 12, () => createArchived(db));
  await rows(db, columnTable, 12, () => createColumn(db));
  const userRows = await rows(db, user, 12, () => createUser(db));
  await rows(db, orderTable, 30, () => createOrder(db, { userId: pick(userRows).id }));
  await rows(db, documents, 12, () => createDocument(db));
}
