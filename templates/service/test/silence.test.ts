import { get } from 'node:http';
import { sql } from 'drizzle-orm';
import { Client, type Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildApp } from '../src/app';
import { createDatabase, type DatabaseHandle } from '../src/db/client';
import type { Context } from '../src/db/context';
import { connectionFailed } from '../src/db/errors';
import { builder, prepared } from '../src/db/prepared';
import { inTransaction } from '../src/db/transaction';
import { contextOf } from '../src/http/context';
import type { App } from '../src/http/types';
import { createTestApp } from './app';
import { clientOf, type Client as HttpClient } from './client';
import { testConfig } from './config';
import { testDatabaseUrl } from './database';
import { expectProblem } from './expect';
import { testModule } from './module';
import { type SilentProxy, silentProxy } from './silent-proxy';

const one = sql`(select 1) one`;
const quick = prepared(builder.select({ n: sql`1` }).from(one));
const slow = prepared(builder.select({ slept: sql`pg_sleep(60)::text` }).from(one));
// Nested rows are drizzle's to build, and its run is another way to Postgres.
const nested = prepared(builder.select({ one: { slept: sql`pg_sleep(60)::text` } }).from(one));

/** What a route may be at when the database falls silent, or when nobody waits for it any more. */
const works: Record<string, (context: Context) => Promise<unknown>> = {
  quick,
  slow,
  nested,
  transaction: (context) => inTransaction(context, slow),
  'quick-transaction': (context) => inTransaction(context, quick),
  'late-transaction': (context) =>
    inTransaction(context, async (inside) => {
      await inside.db.execute(sql`insert into silence_test values (1)`);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }),
};

const module = testModule('works', (app) => {
  for (const [name, work] of Object.entries(works)) {
    const config = { work: ['read'] } as const;
    app.route({
      method: ['GET', 'POST'],
      url: `/${name}`,
      config,
      handler: async (request) => {
        await work(contextOf(request));
        return {};
      },
    });
  }
});

const PATIENCE = { timeout: 5000 };

let proxy: SilentProxy;
let other: Client;
let app: App;
let pool: Pool;
/** How many connections the pool has given up. */
let givenUp: number;
let send: HttpClient['send'];

beforeEach(async () => {
  proxy = await silentProxy(await testDatabaseUrl());
  other = new Client({ connectionString: await testDatabaseUrl() });
  await other.connect();
  await other.query('create table if not exists silence_test (n int)');
});

afterEach(async () => {
  await app?.close();
  await other.end();
  proxy.close();
});

async function start(env: NodeJS.ProcessEnv = {}): Promise<DatabaseHandle> {
  const config = await testConfig({
    DATABASE_URL: proxy.url,
    DATABASE_POOL_MAX: '1',
    REQUEST_DEADLINE_MS: '800',
    ...env,
  });
  const database = createDatabase(config.database);
  app = await buildApp({ config, database, modules: [module] });
  ({ pool } = database);
  givenUp = 0;
  pool.on('remove', () => {
    givenUp += 1;
  });
  ({ send } = clientOf(app));
  // Connected by now, so that no time goes into that.
  await quick(database);
  return database;
}

async function isServed(): Promise<boolean> {
  return (await send('GET', '/v1/works/quick')).statusCode === 200;
}

/** The statements that Postgres is at in this database, without ours. */
async function running(): Promise<number> {
  const { rows } = await other.query(`
    select count(*)::int as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`);
  return rows[0]?.n;
}

describe('a database that falls silent', () => {
  test.each(['quick', 'nested', 'quick-transaction'])(
    'fails a request in time, and its connection is not used again: %s',
    async (name) => {
      await start();
      proxy.fallSilent();
      const { detail } = expectProblem(await send('GET', `/v1/works/${name}`), 503);
      expect(detail).toBe('The answer took too long.');
      proxy.speak();
      await expect.poll(() => givenUp, PATIENCE).toBeGreaterThan(0);
      await expect.poll(isServed, PATIENCE).toBe(true);
    },
  );

  test('fails a request that has to connect, and one that waits for a connection', async () => {
    await start({
      DATABASE_CONNECTION_TIMEOUT_MS: '2000',
      REQUEST_DEADLINE_MS: '10000',
      DATABASE_MAX_LIFETIME_MS: '1',
    });
    await expect.poll(() => pool.totalCount).toBe(0);
    proxy.fallSilent();
    const answers = await Promise.all([1, 2].map(() => send('GET', '/v1/works/quick')));
    for (const answer of answers) expectProblem(answer, 503);
    proxy.speak();
    await expect.poll(isServed, PATIENCE).toBe(true);
  });

  test('fails what no request waits for, too', async () => {
    const { db } = await start({ DATABASE_ANSWER_TIMEOUT_MS: '200' });
    proxy.fallSilent();
    await expect(Promise.resolve(db.execute(sql`select 1`))).rejects.toSatisfy(connectionFailed);
    proxy.speak();
    // Nothing was asked meanwhile: silence is not a fault.
    await quick({ db });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(pool.totalCount).toBe(1);
  });

  test('is not ready, and is again when it speaks', async () => {
    await start();
    const status = async () => (await send('GET', '/readyz')).statusCode;
    await expect.poll(status, PATIENCE).toBe(200);
    proxy.fallSilent();
    await expect.poll(status, PATIENCE).toBe(503);
    proxy.speak();
    await expect.poll(status, PATIENCE).toBe(200);
  });

  test('does not hold up the end of the service', async () => {
    await start();
    proxy.fallSilent();
    const answer = send('GET', '/v1/works/quick');
    const begin = performance.now();
    await app.close();
    expect(performance.now() - begin).toBeLessThan(5000);
    expectProblem(await answer, 503);
  });
});

describe.each(['true', 'false'])('when its time is up (own run: %s)', (DATABASE_OWN_RUN) => {
  test.each(['slow', 'nested', 'transaction'])('a query is cancelled: %s', async (name) => {
    await start({ DATABASE_OWN_RUN });
    expectProblem(await send('GET', `/v1/works/${name}`), 503);
    await expect.poll(running, PATIENCE).toBe(0);
    await expect.poll(() => givenUp, PATIENCE).toBeGreaterThan(0);
  });

  test.each(['slow', 'nested', 'transaction'])(
    'a query is cancelled when the client hangs up: %s',
    async (name) => {
      await start({ DATABASE_OWN_RUN, REQUEST_DEADLINE_MS: '20000' });
      const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
      const requests = [1, 2].map(() => get({ port, path: `/v1/works/${name}` }));
      await expect.poll(running, PATIENCE).toBe(1);
      for (const request of requests) request.on('error', () => {}).destroy();
      // The second one had no connection yet, and must not get one any more.
      await expect.poll(() => pool.waitingCount, PATIENCE).toBe(0);
      await expect.poll(running, PATIENCE).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await running()).toBe(0);
    },
  );
});

test('a request whose body has come is still waited for', async () => {
  await start();
  const { origin } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const post = (name: string) =>
    fetch(`${origin}/v1/works/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
  for (const name of ['quick', 'quick-transaction']) expect((await post(name)).status).toBe(200);
  expect((await post('slow')).status).toBe(503);
  await expect.poll(running, PATIENCE).toBe(0);
});

test('a transaction that comes to its end too late is undone', async () => {
  await start();
  expectProblem(await send('GET', '/v1/works/late-transaction'), 503);
  await expect.poll(() => givenUp, PATIENCE).toBeGreaterThan(0);
  expect((await other.query('select from silence_test')).rowCount).toBe(0);
});

test('a transaction that can not begin gives its connection back', async () => {
  const { db } = await start({ DATABASE_URL: await testDatabaseUrl() });
  const isolationLevel = 'nonsense' as never;
  await expect(inTransaction({ db }, quick, { isolationLevel })).rejects.toThrow('begin');
  expect(pool.totalCount).toBe(pool.idleCount);
});

test('a connection whose transaction is open is not used again', async () => {
  await start({ DATABASE_URL: await testDatabaseUrl() });
  const client = await pool.connect();
  await client.query('begin');
  client.release();
  expect(pool.totalCount).toBe(0);
});

test('connections are renewed after a while', async () => {
  await start({ DATABASE_URL: await testDatabaseUrl(), DATABASE_MAX_LIFETIME_MS: '200' });
  await expect.poll(() => pool.totalCount).toBe(0);
});

test('a request of a client that is gone is not an error in the log', async () => {
  const lines: string[] = [];
  const { app: served, close } = await createTestApp({ modules: [module] });
  served.log.warn = served.log.error = (...line: unknown[]) =>
    void lines.push(JSON.stringify(line));
  const { port } = new URL(await served.listen({ host: '127.0.0.1', port: 0 }));
  const request = get({ port, path: '/v1/works/slow' }).on('error', () => {});
  await expect.poll(running, PATIENCE).toBe(1);
  request.destroy();
  await expect.poll(running, PATIENCE).toBe(0);
  await close();
  expect(lines).toEqual([]);
});
