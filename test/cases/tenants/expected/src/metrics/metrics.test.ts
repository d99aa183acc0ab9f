import { createServer, type AddressInfo } from 'node:net';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { createPerson, PASSWORD } from '../../test/auth/people';
import { fixture } from '../../test/fixtures/routes';
import { retryTransient } from '../db/retry';

let service: TestApp;

afterEach(() => service.close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The service, and what Prometheus would read of it. */
async function start(env: NodeJS.ProcessEnv = {}) {
  const port = await freePort();
  service = await createTestApp({
    env: { ...env, METRICS_PORT: String(port) },
    modules: [fixture],
  });
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 });
  const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return { ...service, address, port, scrape };
}

test('requests are counted by the pattern of their route, and those of unknown URLs as one', async () => {
  const { send, scrape } = await start();
  await send('GET', '/v1/fixture/things/5');
  await send('GET', '/v1/fixture/things/6');
  await send('GET', '/v1/people/ann');
  await send('GET', '/v1/people/bob');
  const count = (labels: string) => `http_request_duration_seconds_count{${labels}} 2`;
  await expect
    .poll(scrape)
    .toContain(count('method="GET",route="/v1/fixture/things/:id",status="200"'));
  await expect.poll(scrape).toContain(count('method="GET",route="unknown",status="404"'));
  expect(await scrape()).not.toMatch(/ann|bob/);
});

test('how long requests take is measured in seconds', async () => {
  const { send, scrape } = await start();
  const sum = /^http_request_duration_seconds_sum\{.*"\/v1\/fixture\/things\/:id".*\} (.+)$/m;
  const begin = performance.now();
  await send('GET', '/v1/fixture/things/5');
  await expect.poll(scrape).toMatch(sum);
  const took = (performance.now() - begin) / 1000;
  const measured = Number(sum.exec(await scrape())?.[1]);
  expect(measured).toBeGreaterThan(0);
  expect(measured).toBeLessThan(took);
});

test('who waits for a connection is measured', async () => {
  const { db, scrape } = await start({ DATABASE_POOL_MAX: '1' });
  let waits: Promise<unknown> | undefined;
  await db.transaction(async () => {
    waits = Promise.resolve(db.execute(sql`select 1`));
    await expect.poll(scrape).toContain('database_waiting 1');
  });
  await waits;
  expect(await scrape()).toContain('database_waiting 0');
});

test('the pool, the event loop and what was refused are measured', async () => {
  const { app, db, scrape } = await start();
  await db.transaction(async () => {
    expect(await scrape()).toContain('database_connections{state="in_use"} 1');
  });
  app.shed.count = 3;
  const text = await scrape();
  expect(text).toContain('database_connections{state="max"} 5');
  expect(text).toContain('database_waiting 0');
  expect(text).toContain('http_requests_shed_total 3');
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
});

test('what a channel tells of is counted, until the service ends', async () => {
  const { scrape, close } = await start();
  const deadlock = Object.assign(new DatabaseError('deadlock detected', 0, 'error'), {
    code: '40P01',
  });
  await retryTransient(vi.fn<() => Promise<void>>().mockRejectedValueOnce(deadlock));
  expect(await scrape()).toContain('database_retries_total 1');
  await close();
  expect(channel('service:database-retry').hasSubscribers).toBe(false);
  await expect(scrape()).rejects.toThrow('fetch failed');
});

test('they are not where the service is, and nothing else is where they are', async () => {
  const { address, port } = await start();
  const status = async (url: string) => (await fetch(url)).status;
  expect(await status(`${address}/metrics`)).toBe(404);
  expect(await status(`http://127.0.0.1:${port}/livez`)).toBe(404);
});

test('without the port of its metrics a service does not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const starts = createTestApp({ env: { METRICS_PORT: String(port) } });
  await expect(starts).rejects.toThrow(`METRICS_PORT: nothing can listen on 127.0.0.1:${port}: `);
  taken.close();
  // As every other test of this file, with one that did.
  service = await createTestApp();
});

test('log-ins that are refused and sessions that are ended for reuse are counted', async () => {
  const { db, send, scrape } = await start();
  const { email } = await createPerson(db);
  const post = async (path: string, payload: object) =>
    (await send('POST', `/v1/auth/${path}`, { payload })).json();
  await post('login', { email, password: 'not the password', client: 'api' });
  const first = await post('login', { email, password: PASSWORD, client: 'api' });
  const second = await post('refresh', { refreshToken: first.refreshToken });
  await post('refresh', { refreshToken: second.refreshToken });
  expect(await scrape()).toContain('sign_in_sessions_reused_total 0');
  // Two generations back.
  await post('refresh', { refreshToken: first.refreshToken });
  const text = await scrape();
  expect(text).toContain('sign_in_refused_total{reason="password"} 1');
  expect(text).toContain('sign_in_sessions_reused_total 1');
});
