import { Client } from 'pg';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import { ownerDatabaseUrl } from '../../test/database';
import { migrationsFolder } from '../../test/fixtures/migrations';
import { startPooler } from '../../test/fixtures/pooler';
import { silentProxy } from '../../test/silent-proxy';
import { migrateDatabase, MIGRATION_LOCK } from './migrate';
import { NO_SESSION } from './migration-session';

const SLOW = 'select pg_sleep(3600) /* slow */;';
const HEARTBEAT = { every: 50, within: 1000, misses: 2 };

const migrations = migrationsFolder();
let url: string;
let client: Client;
let proxy: Awaited<ReturnType<typeof silentProxy>>;
let notices: string[];

beforeAll(async () => {
  url = await ownerDatabaseUrl();
  client = new Client({ connectionString: url });
  await client.connect();
});

afterAll(async () => {
  migrations.remove();
  await client.end();
});

beforeEach(async () => {
  proxy = await silentProxy(url);
  notices = [];
});

afterEach(async () => {
  // What a silent proxy leaves behind would go on, and keep its turn.
  await client.query(`select pg_terminate_backend(pid) from (${MIGRATING}) migrating`);
  await isOver();
  proxy.close();
});

const MIGRATING = `select pid, query, state from pg_stat_activity join pg_locks using (pid)
  where locktype = 'advisory' and datname = current_database() and pid <> pg_backend_pid()`;

async function migrating(): Promise<{ pid: number; query: string; state: string }[]> {
  return (await client.query(MIGRATING)).rows;
}

/** Applies two migrations, of one statement each. @returns its error */
function migrate(statements: readonly [string, string], through = url): Promise<unknown> {
  migrations.write(...statements.map((statement) => [statement]));
  const onNotice = (sentence: string) => void notices.push(sentence);
  return migrateDatabase(through, migrations.folder, { onNotice, heartbeat: HEARTBEAT }).catch(
    (error: unknown) => error,
  );
}

async function isOver(): Promise<void> {
  await expect.poll(migrating).toEqual([]);
}

async function isSlow(): Promise<void> {
  const slow = expect.objectContaining({ query: SLOW, state: 'active' });
  await expect.poll(migrating, { timeout: 30_000 }).toEqual([slow]);
}

test('a database that falls silent during a statement is given up, and the statement is named', async () => {
  const migrated = migrate(['select 1;', SLOW], proxy.url);
  await isSlow();
  proxy.fallSilent();
  expect(String(await migrated)).toMatch(
    /Statement 1 of drizzle\/0001_made\.sql got no answer: nothing comes [^]*Applied before it in this run: 0000_made\.sql\.$/,
  );
});

test('a statement whose answer was lost on the way is not waited for, though the database answers others', async () => {
  const migrated = migrate(['select 1;', SLOW], proxy.url);
  await isSlow();
  proxy.fallSilent();
  proxy.speak();
  await client.query(`select pg_cancel_backend(pid) from (${MIGRATING}) migrating`);
  expect(String(await migrated)).toMatch('got no answer: nothing comes');
});

test('a statement that takes longer than all of the questions is not given up', async () => {
  const migrated = migrate(['select 1;', SLOW]);
  await isSlow();
  const times = new Set<string>();
  const asked = async () => {
    const { rows } = await client.query(
      `select query_start::text from pg_stat_activity where query like '%as shared%' and pid <> pg_backend_pid()`,
    );
    for (const { query_start } of rows) times.add(query_start);
    return times.size;
  };
  await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(2 * HEARTBEAT.misses);
  expect(await migrating()).toHaveLength(1);
  await client.query(`select pg_cancel_backend(pid) from (${MIGRATING}) migrating`);
  expect(String(await migrated)).toMatch('was refused: canceling statement due to user request');
});

test('a connection that the database ends is an error with the statement, and not the end of the process', async () => {
  const uncaught = vi.fn<(error: Error) => void>();
  process.on('uncaughtException', uncaught);
  onTestFinished(() => void process.off('uncaughtException', uncaught));
  const migrated = migrate(['select 1;', SLOW]);
  await isSlow();
  await client.query(`select pg_terminate_backend(pid) from (${MIGRATING}) migrating`);
  expect(String(await migrated)).toMatch(
    /^MigrationError: Statement 1 of drizzle\/0001_made\.sql was refused: terminating connection[^]*Applied before it in this run: 0000_made\.sql\.$/,
  );
  expect(uncaught).not.toHaveBeenCalled();
});

test('the turn of another run is waited for, and said', async () => {
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
  const migrated = migrate(['select 1;', 'select 2;']);
  const waiting = ['It is the turn of another run, for which this one waits.'];
  await expect.poll(() => notices).toEqual(waiting);
  await other.end();
  expect(await migrated).toBe(true);
  expect(notices).toEqual(waiting);
});

test('the turn of a connection that does nothing is not waited for, and it is said what to do', async () => {
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
  expect(String(await migrate(['select 1;', 'select 2;']))).toMatch(
    /^Error: It is the turn of a connection that does nothing any more: .* select pg_terminate_backend\(\d+\);$/,
  );
  await other.end();
});

test('a pooler in transaction mode is refused, before anything is done', async () => {
  const pooler = await startPooler(url);
  onTestFinished(pooler.close);
  // It works as one for everybody else, two at a time included.
  const others = [1, 2].map(() => new Client({ connectionString: pooler.url }));
  for (const other of others) await other.connect();
  const rows = await Promise.all(others.map((other) => other.query('select $1::int as n', [7])));
  expect(rows.map((result) => result.rows)).toEqual([[{ n: 7 }], [{ n: 7 }]]);
  for (const other of others) await other.end();
  expect(String(await migrate(['create table pooled_a ()', 'select 1'], pooler.url))).toContain(
    NO_SESSION,
  );
  const { rows: made } = await client.query(`select to_regclass('pooled_a') as made`);
  expect(made).toEqual([{ made: null }]);
});
