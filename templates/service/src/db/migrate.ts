import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { applyMigration, type LockPatience, MigrationError } from './apply-migration';
import { type Migration, readMigrations } from './migration-files';

/** Any number will do, as long as every instance of this service uses the same. */
const MIGRATION_LOCK = 7_261_032_518;
const LOCK_RETRY_MS = 100;

const PATIENCE: LockPatience = { timeout: 2000, attempts: 30, pause: 2000 };

export interface MigrateOptions {
  /** Told what is worth knowing of a migration that goes through. */
  onNotice?: (sentence: string) => void;
  patience?: LockPatience;
  /** Milliseconds for connecting. */
  connectWithin?: number;
}

const CONNECT_WITHIN = 10_000;

/**
 * Applies the migrations that the database does not have yet, each in a transaction of its own, but for statements that
 * Postgres refuses in one. Instances that start together take turns, by an advisory lock which Postgres gives back when
 * the connection ends, however it ends.
 *
 * @param folder as written by `drizzle-kit generate`; without migrations in it nothing is done
 * @returns false when there was nothing to read
 * @throws {MigrationError} with the statement that was refused, and why
 */
export async function migrateDatabase(
  url: string,
  folder: string,
  { onNotice: notify = () => {}, patience = PATIENCE, connectWithin }: MigrateOptions = {},
): Promise<boolean> {
  const migrations = readMigrations(folder);
  if (!migrations) return false;
  const client = await connectTo(url, connectWithin);
  try {
    await takeTurn(client);
    await createTables(client);
    const { open, late } = await openMigrations(client, migrations);
    for (const { file } of late) {
      notify(
        `${file} is older than others that the database has already. It is applied after them.`,
      );
    }
    const applied: string[] = [];
    for (const migration of open) {
      try {
        await applyMigration(client, migration, { notify, patience });
      } catch (error) {
        throw error instanceof MigrationError ? error.after(applied) : error;
      }
      applied.push(migration.file);
    }
    return true;
  } finally {
    await client.end();
  }
}

/** How long a statement takes nobody knows; whether the other end is still there, TCP finds out. */
async function connectTo(url: string, within = CONNECT_WITHIN): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: within,
    keepAlive: true,
  });
  await client.connect().catch((cause: unknown) => {
    throw new Error('The database can not be reached.', { cause });
  });
  return client;
}

/** @returns the files that a database does not have yet, in their order */
export async function lackingMigrations(url: string, folder: string): Promise<string[]> {
  const client = await connectTo(url);
  try {
    return await lackingIn(client, readMigrations(folder) ?? []);
  } finally {
    await client.end();
  }
}

/**
 * @param client on the database that is asked about
 * @returns the files of those migrations that it does not have yet, in their order
 */
export async function lackingIn(
  client: Client | Pool,
  migrations: readonly Migration[],
): Promise<string[]> {
  const { rows } = await client.query(
    `select to_regclass('drizzle.__drizzle_migrations') as found`,
  );
  const { open } =
    rows[0]?.found === null ? { open: migrations } : await openMigrations(client, migrations);
  return open.map(({ file }) => file);
}

/** Asks again and again: a session that waits for the lock has a snapshot, for which a concurrent index would wait in turn. */
async function takeTurn(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.mine === true) return;
    await sleep(LOCK_RETRY_MS);
  }
}

/** The first is drizzle's own, so that its tools know what was applied. The second holds how far an interrupted one came. */
async function createTables(client: Client): Promise<void> {
  await client.query(`
    create schema if not exists drizzle;
    create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    create table if not exists drizzle.interrupted_migrations (created_at bigint primary key, done integer not null)`);
}

/** All that were never applied, also those of a branch that was merged after newer ones had been. */
async function openMigrations(
  client: Client | Pool,
  migrations: readonly Migration[],
): Promise<{ open: Migration[]; late: Migration[] }> {
  const { rows } = await client.query('select created_at from drizzle.__drizzle_migrations');
  const applied = new Set(rows.map((row) => Number(row.created_at)));
  const newest = Math.max(
    ...migrations.map(({ when }) => when).filter((when) => applied.has(when)),
  );
  const open = migrations.filter(({ when }) => !applied.has(when));
  return { open, late: open.filter(({ when }) => when < newest) };
}
