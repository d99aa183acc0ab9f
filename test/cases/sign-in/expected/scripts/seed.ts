// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import { members, notes, profiles as profilesTable } from '../src/db/schema';
import { createMember } from '../test/factories/members';
import { createNote } from '../test/factories/notes';
import { createProfile } from '../test/factories/profiles';
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
  const memberRows = await rows(db, members, 12, () => createMember(db));
  await rows(db, notes, 30, () => createNote(db, { memberId: pick(memberRows).id }));
  await rows(db, profilesTable, 12, () => createProfile(db));
}
