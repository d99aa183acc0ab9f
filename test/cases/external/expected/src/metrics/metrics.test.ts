import { createServer, type AddressInfo } from 'node:net';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { fixture } from '../../test/fixtures/routes';

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
async function start() {
  const port = await freePort();
  service = await createTestApp({
    env: { METRICS_PORT: String(port) },
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
  channel('service:database-retry').publish({});
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

test('of other services there are retries by failure, and what their breakers are at', async () => {
  const { scrape } = await start();
  channel('service:call-retry').publish({ upstream: 'other', failure: 'late' });
  channel('service:breaker').publish({ upstream: 'other', value: 1 });
  const text = await scrape();
  expect(text).toContain('upstream_retries_total{upstream="other",failure="late"} 1');
  expect(text).toContain('upstream_breaker_open{upstream="other"} 1');
});
