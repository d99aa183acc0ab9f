import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { postgresError } from './errors';
import { concurrentIndex, type Migration, type Part, partsOf } from './migration-files';

type Notify = (sentence: string) => void;

/** How long a migration waits for a lock. Whoever comes after it waits as long, readers too. */
export interface LockPatience {
  timeout: number;
  /** How often it tries in all, and how long it lets others through in between. */
  attempts: number;
  pause: number;
}

/** A migration that did not get through: at which statement, and why. */
export class MigrationError extends Error {
  constructor(place: string, statement: string, cause: unknown) {
    const error = postgresError(cause);
    const { code, detail, hint } = error ?? {};
    const message = error?.message ?? (cause instanceof Error ? cause.message : String(cause));
    // active_sql_transaction: several statements that are sent as one are a transaction.
    const apart =
      code === '25001' && 'Put `--> statement-breakpoint` on a line before it and on one after it.';
    const reasons = [message, detail, hint, apart].filter(Boolean);
    const happened = error ? 'was refused' : 'got no answer';
    super(`${place} ${happened}: ${reasons.join('\n')}${shortened(statement)}`, { cause });
    this.name = 'MigrationError';
  }

  /** Says as well which migrations were applied before this one, and stay. */
  after(applied: readonly string[]): this {
    const before = applied.length > 0 ? applied.join(', ') : 'nothing';
    this.message += `\nApplied before it in this run: ${before}.`;
    return this;
  }
}

/**
 * Applies one migration: what Postgres takes in transactions in as few as can be, the rest between them, one statement
 * each. What ran outside of a transaction stays when a later statement fails, so how far it came is kept: the next run goes
 * on from there.
 *
 * @throws {MigrationError}
 */
export async function applyMigration(
  client: Client,
  migration: Migration,
  { notify, patience }: { notify: Notify; patience: LockPatience },
): Promise<void> {
  const done = await doneBefore(client, migration);
  if (done)
    notify(`${migration.file} was interrupted: it goes on after ${done} of its statements.`);
  for (const part of partsOf(migration.statements)) {
    if (done && part.to <= done) continue;
    const isResumed = part.from === done;
    if (part.alone) await runAlone(client, migration, { part, isResumed, notify });
    else
      await patiently(migration, { notify, patience }, () =>
        runTogether(client, migration, { part, patience }),
      );
  }
}

/** lock_not_available */
const LOCKED = '55P03';

/**
 * Tries again where others hold a lock for too long. A statement that waits for a table stops everybody who comes after it,
 * so it gives up soon, lets them through, and comes back.
 */
async function patiently(
  { file }: Migration,
  { notify, patience: { attempts, pause } }: { notify: Notify; patience: LockPatience },
  work: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (postgresError(error)?.code !== LOCKED || attempt >= attempts) throw error;
      notify(
        `${file} needs a lock that others hold: it lets them through and tries again (${attempt + 1} of ${attempts}).`,
      );
      await sleep(pause);
    }
  }
}

async function runTogether(
  client: Client,
  migration: Migration,
  { part, patience }: { part: Part; patience: LockPatience },
): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${patience.timeout}`);
    for (let at = part.from; at < part.to; at += 1) await run(client, migration, at);
    await keepProgress(client, migration, part.to);
    await client.query('commit');
  } catch (error) {
    // One that is gone has nothing to take back, and its own error would hide this one.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** What an interrupted run may have done already: the enum's value is there, the index that goes is gone. */
const DONE_ALREADY = new Set(['42710', '42P07', '42704']);

async function runAlone(
  client: Client,
  migration: Migration,
  { part, isResumed, notify }: { part: Part; isResumed: boolean; notify: Notify },
): Promise<void> {
  await keepProgress(client, migration, part.from);
  const index = concurrentIndex(migration.statements[part.from] ?? '');
  if (index) await dropInvalid(client, index, notify);
  try {
    await run(client, migration, part.from);
  } catch (error) {
    if (!isResumed || !DONE_ALREADY.has(postgresError(error)?.code ?? '')) throw error;
  }
  await keepProgress(client, migration, part.to);
}

async function run(client: Client, { statements, file }: Migration, at: number): Promise<void> {
  const statement = statements[at] ?? '';
  try {
    await client.query(statement);
  } catch (error) {
    throw new MigrationError(`Statement ${at + 1} of drizzle/${file}`, statement, error);
  }
}

/** A concurrent index whose making failed or was interrupted stays behind, costs every write, and serves no query. */
async function dropInvalid(
  client: Client,
  { name, table }: { name: string; table: string },
  notify: Notify,
): Promise<void> {
  const { rows } = await client.query<{ place: string }>(
    `select indexrelid::regclass::text as place from pg_index join pg_class on pg_class.oid = indexrelid
      where not indisvalid and relname = $1 and indrelid = to_regclass($2)`,
    [name, table],
  );
  for (const { place } of rows) {
    notify(
      `The index ${place} is invalid, because its making failed or was interrupted: it is made anew.`,
    );
    await client.query(`drop index concurrently ${place}`);
  }
}

async function doneBefore(client: Client, { when }: Migration): Promise<number | undefined> {
  const { rows } = await client.query<{ done: number }>(
    'select done from drizzle.interrupted_migrations where created_at = $1',
    [when],
  );
  return rows[0]?.done;
}

async function keepProgress(
  client: Client,
  { when, hash, statements }: Migration,
  done: number,
): Promise<void> {
  if (done === statements.length) {
    await client.query(
      `with finished as (delete from drizzle.interrupted_migrations where created_at = $2)
        insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)`,
      [hash, when],
    );
    return;
  }
  await client.query(
    `insert into drizzle.interrupted_migrations values ($1, $2) on conflict (created_at) do update set done = $2`,
    [when, done],
  );
}

function shortened(statement: string): string {
  const lines = statement.trim().split('\n').filter(Boolean);
  return (lines.length > 12 ? [...lines.slice(0, 12), '...'] : lines)
    .map((line) => `\n  ${line}`)
    .join('');
}
