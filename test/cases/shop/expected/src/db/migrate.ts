import { existsSync } from 'node:fs';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';

/** Any number will do, as long as every instance of this service uses the same. */
const MIGRATION_LOCK = 7_261_032_518;

/**
 * Applies the migrations that the database does not have yet. Instances that start together take turns, by an advisory
 * lock which Postgres gives back when the connection ends, however it ends.
 *
 * @param folder as written by `drizzle-kit generate`; without migrations in it nothing is done
 * @returns false when there was nothing to read
 */
export async function migrateDatabase(url: string, folder: string): Promise<boolean> {
  if (!existsSync(path.join(folder, 'meta', '_journal.json'))) return false;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: folder });
    return true;
  } finally {
    await client.end();
  }
}
