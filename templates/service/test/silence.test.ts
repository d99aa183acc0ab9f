import { get } from 'node:http';
import { sql } from 'drizzle-orm';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, test, type TestContext } from 'vitest';
import { connectionFailed } from '../src/db/errors';
import { inTransaction } from '../src/db/transaction';
import { testDatabaseUrl } from './database';
import { expectProblem } from './expect';
import { createSilenceTable, quick, startScene } from './fixtures/silence';

/** For what no request waits for: it may be asked while nothing answers. */
const SHORT = { DATABASE_ANSWER_TIMEOUT_MS: '1000' };

/** What Postgres is asked on, beside the service: by many tests at a time, which one connection would not be for. */
let other: Pool;

beforeAll(async () => {
  other = new Pool({ connectionString: await testDatabaseUrl(), max: 3 });
  await createSilenceTable();
});

afterAll(() => other.end());

const start = (onTestFinished: TestContext['onTestFinished'], env: NodeJS.ProcessEnv = {}) =>
  startScene({ other, onTestFinished }, env);

// Most of their time they wait, so they wait together.
describe.concurrent('a database that falls silent', () => {
  test.for(['quick', 'nested', 'quick-transaction'])(
    'fails a request in time, and its connection is not used again: %s',
    async (name, { expect, onTestFinished }) => {
      const { send, fallSilent, speak, givenUp, isServed } = await start(onTestFinished);
      // Again where a busy machine took all of its time before the database was asked.
      const silenced = async () => {
        await fallSilent();
        const { detail } = expectProblem(await send('GET', `/v1/works/${name}`), 503);
        expect(detail).toBe('The answer took too long.');
        speak();
        await expect.poll(isServed).toBe(true);
        return givenUp();
      };
      await expect.poll(silenced).toBeGreaterThan(0);
    },
  );

  test('fails a request that has to connect, and one that waits for a connection', async ({
    expect,
    onTestFinished,
  }) => {
    const { pool, fallSilent, speak, send, isServed } = await start(onTestFinished, {
      DATABASE_CONNECTION_TIMEOUT_MS: '1000',
      REQUEST_DEADLINE_MS: '10000',
      DATABASE_MAX_LIFETIME_MS: '1',
    });
    await expect.poll(() => pool.totalCount).toBe(0);
    await fallSilent();
    const answers = await Promise.all([1, 2].map(() => send('GET', '/v1/works/quick')));
    for (const answer of answers) expectProblem(answer, 503);
    speak();
    await expect.poll(isServed).toBe(true);
  });

  test('fails what no request waits for, too', async ({ expect, onTestFinished }) => {
    const { database, fallSilent, speak } = await start(onTestFinished, {
      DATABASE_ANSWER_TIMEOUT_MS: '200',
    });
    const { db } = database;
    await fallSilent();
    await expect(Promise.resolve(db.execute(sql`select 1`))).rejects.toSatisfy(connectionFailed);
    speak();
    // Where nothing was asked, silence is no fault. While a busy machine holds this process up, an answer may well be late.
    const connections = async () => {
      const used = new Set<unknown>();
      for (let time = 0; time < 3; time += 1) {
        const { rows } = await db.execute(sql`select pg_backend_pid() as pid`);
        used.add(rows[0]?.['pid']);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      return used.size;
    };
    await expect.poll(connections).toBe(1);
  });

  test('is not ready, and is again when it speaks', async ({ expect, onTestFinished }) => {
    const { fallSilent, speak, send } = await start(onTestFinished, SHORT);
    const status = async () => (await send('GET', '/readyz')).statusCode;
    await expect.poll(status).toBe(200);
    await fallSilent();
    await expect.poll(status).toBe(503);
    speak();
    await expect.poll(status).toBe(200);
  });

  test('does not hold up the end of the service', async ({ onTestFinished }) => {
    const { app, fallSilent, send } = await start(onTestFinished);
    await fallSilent();
    const answer = send('GET', '/v1/works/quick');
    await app.close();
    expectProblem(await answer, 503);
  });
});

describe.concurrent.each(['true', 'false'])(
  'when its time is up (own run: %s)',
  (DATABASE_OWN_RUN) => {
    test.for(['slow', 'nested', 'transaction'])(
      'a query is cancelled: %s',
      async (name, { expect, onTestFinished }) => {
        const { send, running, givenUp } = await start(onTestFinished, { DATABASE_OWN_RUN });
        const late = async () => {
          expectProblem(await send('GET', `/v1/works/${name}`), 503);
          return givenUp();
        };
        await expect.poll(late).toBeGreaterThan(0);
        await expect.poll(running).toBe(0);
      },
    );

    test.for(['slow', 'nested', 'transaction'])(
      'a query is cancelled when the client hangs up: %s',
      async (name, { expect, onTestFinished }) => {
        const env = { DATABASE_OWN_RUN, REQUEST_DEADLINE_MS: '20000' };
        const { app, pool, running } = await start(onTestFinished, env);
        const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
        const requests = [1, 2].map(() => get({ port, path: `/v1/works/${name}` }));
        await expect.poll(running).toBe(1);
        for (const request of requests) request.on('error', () => {}).destroy();
        // The second one had no connection yet, and must not get one any more.
        await expect.poll(() => pool.waitingCount).toBe(0);
        await expect.poll(running).toBe(0);
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(await running()).toBe(0);
      },
    );
  },
);

describe.concurrent('a request', () => {
  test('is still waited for when its body has come', async ({ expect, onTestFinished }) => {
    const post = async (name: string, REQUEST_DEADLINE_MS: string) => {
      const { app, running } = await start(onTestFinished, { REQUEST_DEADLINE_MS });
      const { origin } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
      const { status } = await fetch(`${origin}/v1/works/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"a":1}',
      });
      await expect.poll(running).toBe(0);
      return status;
    };
    for (const name of ['quick', 'quick-transaction']) expect(await post(name, '20000')).toBe(200);
    expect(await post('slow', '1000')).toBe(503);
  });

  test('of a client that is gone is not an error in the log', async ({
    expect,
    onTestFinished,
  }) => {
    const lines: string[] = [];
    const { app, running } = await start(onTestFinished, { REQUEST_DEADLINE_MS: '20000' });
    app.log.warn = app.log.error = (...line: unknown[]) => void lines.push(JSON.stringify(line));
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const request = get({ port, path: '/v1/works/slow' }).on('error', () => {});
    await expect.poll(running).toBe(1);
    request.destroy();
    await expect.poll(running).toBe(0);
    await app.close();
    expect(lines).toEqual([]);
  });
});

describe.concurrent('a transaction', () => {
  test('that comes to its end too late is undone', async ({ expect, onTestFinished }) => {
    const { send, givenUp } = await start(onTestFinished);
    const late = async () => {
      expectProblem(await send('GET', '/v1/works/late-transaction'), 503);
      return givenUp();
    };
    await expect.poll(late).toBeGreaterThan(0);
    expect((await other.query('select from silence_test')).rowCount).toBe(0);
  });

  test('that can not begin gives its connection back', async ({ expect, onTestFinished }) => {
    const { database, pool } = await start(onTestFinished, {
      DATABASE_URL: await testDatabaseUrl(),
    });
    const isolationLevel = 'nonsense' as never;
    const { db } = database;
    await expect(inTransaction({ db }, quick, { isolationLevel })).rejects.toThrow('begin');
    expect(pool.totalCount).toBe(pool.idleCount);
  });
});

describe.concurrent('a connection', () => {
  test('whose transaction is open is not used again', async ({ expect, onTestFinished }) => {
    const { pool } = await start(onTestFinished, { DATABASE_URL: await testDatabaseUrl() });
    const client = await pool.connect();
    await client.query('begin');
    client.release();
    expect(pool.totalCount).toBe(0);
  });

  test('is renewed after a while', async ({ expect, onTestFinished }) => {
    const { pool } = await start(onTestFinished, {
      DATABASE_URL: await testDatabaseUrl(),
      DATABASE_MAX_LIFETIME_MS: '200',
    });
    await expect.poll(() => pool.totalCount).toBe(0);
  });
});
