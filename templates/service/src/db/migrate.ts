import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Pool } from 'pg';
import { applyMigration, type LockPatience, MigrationError } from './apply-migration';
import { type Migration, readMigrations } from './migration-files';
import {
  connectTo,
  deadAfter,
  HEARTBEAT,
  type Heartbeat,
  IS_DEAD,
  watchSession,
} from './migration-session';

/** Any number will do, as long as every instance of this service uses the same. */
export const MIGRATION_LOCK = 7_261_032_518;
const LOCK_RETRY_MS = 100;
const ANSWER_WITHIN = 10_000;

const PATIENCE: LockPatience = { timeout: 2000, attempts: 30, pause: 2000 };

export interface MigrateOptions {
  /** Told what is worth knowing of a migration that goes through. */
  onNotice?: (sentence: string) => void;
  patience?: LockPatience;
  /** Milliseconds for connecting. */
  connectWithin?: number;
  heartbeat?: Heartbeat;
}

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
  {
    onNotice: notify = () => {},
    patience = PATIENCE,
    connectWithin,
    heartbeat = HEARTBEAT,
  }: MigrateOptions = {},
): Promise<boolean> {
  const migrations = readMigrations(folder);
  if (!migrations) return false;
  const client = await connectTo(url, connectWithin);
  let stopWatch: (() => void) | undefined;
  try {
    stopWatch = await watchSession(client, url, heartbeat, notify);
    await takeTurn(client, deadAfter(heartbeat), notify);
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
        const failure =
          error instanceof MigrationError
            ? error
            : new MigrationError(`drizzle/${migration.file}`, '', error);
        throw failure.after(applied);
      }
      applied.push(migration.file);
    }
    return true;
  } finally {
    await client.end();
    stopWatch?.();
  }
}

/** @returns the files that a database does not have yet, in their order */
export async function lackingMigrations(url: string, folder: string): Promise<string[]> {
  const client = await connectTo(url, undefined, { query_timeout: ANSWER_WITHIN });
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

/**
 * Asks again and again: a session that waits for the lock has a snapshot, for which a concurrent index would wait in turn.
 *
 * @param dead seconds after which somebody who does nothing is not waited for
 */
async function takeTurn(
  client: Client,
  dead: number,
  notify: (sentence: string) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.mine === true) return;
    const holder = await holderOf(client, dead);
    if (holder?.isDead) {
      throw new Error(
        `It is the turn of a connection that does nothing any more: a pooler in transaction mode keeps it, where DATABASE_URL led to one, or its run was cut off. This ends it: select pg_terminate_backend(${holder.pid});`,
      );
    }
    if (attempt === 1) notify('It is the turn of another run, for which this one waits.');
    await sleep(LOCK_RETRY_MS);
  }
}

async function holderOf(
  client: Client,
  dead: number,
): Promise<{ pid: number; isDead: boolean } | undefined> {
  const { rows } = await client.query(
    `select pid, ${IS_DEAD}
      from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and granted and (classid::bigint << 32) + objid::bigint = $1
        and database = (select oid from pg_database where datname = current_database())`,
    [MIGRATION_LOCK, dead],
  );
  return rows[0];
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
