// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import { notes, users } from '../src/db/schema';
import { createUser } from '../test/factories/users';
import { createNote } from '../test/factories/notes';
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
  const userRows = await rows(db, users, 12, () => createUser(db));
  await rows(db, notes, 30, () => createNote(db, { userId: pick(userRows).id }));
}
