import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { expectProblem, expectStatus } from '../../test/expect';
import { corsOf } from '../../test/http';
import { testModule } from '../../test/module';
import { builder, prepared } from '../db/prepared';
import { contextOf } from './context';
import { loggerOptions } from '../observability/logger';

const now = prepared(builder.select({ now: sql<string>`now()` }).from(sql`now()`));

const asking = testModule('asking', (app) => {
  app.get('/', { config: { work: ['read'] } }, async (request) => {
    await now(contextOf(request));
    return {};
  });
  app.get('/idle', { config: { work: [] } }, async () => ({}));
});

let service: TestApp;

afterEach(() => service.close());

async function start(env: NodeJS.ProcessEnv) {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = pino(loggerOptions({ level: 'info', pretty: false }), stream);
  service = await createTestApp({
    logger,
    env: { DATABASE_POOL_MAX: '1', ...env },
    modules: [asking],
  });
  return { ...service, lines };
}

/** Does the work while the one connection of the pool is in use. */
const busy = (work: () => Promise<void>) => service.db.transaction(work);

test('when too many wait for a connection, more are refused at once; health and what asks for none never', async () => {
  const { app, send, lines } = await start({ SHED_WAITING_MAX: '2' });
  await busy(async () => {
    await expect.poll(async () => (await attempt(send))?.statusCode).toBe(503);
    const response = await send('GET', '/v1/asking');
    expectProblem(response, 503);
    expect(response.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^[123]$/),
      'x-request-id': expect.any(String),
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.connection).toBe('keep-alive');
    app.lifecycle.draining = true;
    expect((await send('GET', '/v1/asking')).headers.connection).toBe('close');
    app.lifecycle.draining = false;
    await Promise.all(Array.from({ length: 20 }, () => send('GET', '/v1/asking')));
    for (const url of ['/livez', '/v1/asking/idle']) expectStatus(await send('GET', url), 200);
    await expect.poll(async () => (await send('GET', '/readyz')).statusCode).toBe(200);
  });
  // Those that were let in get their answer, and so does everybody from now on.
  const waited = (await Promise.all(attempts.splice(0))).filter((one) => one.statusCode === 200);
  expect(waited.length).toBeGreaterThanOrEqual(2);
  expectStatus(await send('GET', '/v1/asking'), 200);
  expect(app.shed.count).toBeGreaterThan(1);
  // Not a line for each: one at once, and then one in a second, until all are told of.
  expect(lines.filter(({ status }) => status === 503)).toEqual([]);
  const told = () => lines.filter(({ level }) => level === 'warn').map(({ refused }) => refused);
  const sum = () => told().reduce<number>((all, refused) => all + Number(refused), 0);
  expect(told()[0]).toBe(1);
  await expect.poll(sum).toBe(app.shed.count);
  expect(told().length).toBeLessThan(app.shed.count);
});

test('a page of an origin that may call can read that it is to come back, and no other', async () => {
  const { send } = await start({
    SHED_WAITING_MAX: '1',
    CORS_ORIGINS: 'https://a.example,https://b.example',
  });
  const ask = (origin: string) => send('GET', '/v1/asking', { headers: { origin } });
  const served = await ask('https://b.example');
  expectStatus(served, 200);
  await busy(async () => {
    await expect.poll(async () => (await attempt(send))?.statusCode).toBe(503);
    const refused = await ask('https://b.example');
    expectProblem(refused, 503);
    expect(corsOf(refused)).toEqual(corsOf(served));
    expect(corsOf(refused)).toMatchObject({
      'access-control-allow-origin': 'https://b.example',
      'access-control-expose-headers': expect.stringContaining('retry-after'),
      vary: 'Origin',
    });
    const foreign = await ask('https://b.example.org');
    expectProblem(foreign, 503);
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    expect(foreign.headers.vary).toBe('Origin');
  });
  await Promise.all(attempts.splice(0));
});

test('while the event loop is late, only who finds a free connection is served', async () => {
  const { app, send } = await start({ SHED_LOOP_DELAY_MS: '1' });
  await busy(async () => {
    await expect.poll(async () => (await late(), (await attempt(send))?.statusCode)).toBe(503);
    expectStatus(await send('GET', '/livez'), 200);
  });
  await Promise.all(attempts.splice(0));
  await expect.poll(async () => (await late(), app.isUnderPressure())).toBe(true);
  expectStatus(await send('GET', '/v1/asking'), 200);
});

const attempts: ReturnType<TestApp['send']>[] = [];

/** Sends one that is either refused, which is what comes of it, or waits. */
async function attempt(send: TestApp['send']) {
  const sent = send('GET', '/v1/asking');
  attempts.push(sent);
  return Promise.race([sent, sleep(50, undefined)]);
}

/** Nothing else of the process gets its turn for a while; then, what measures that does. */
async function late(): Promise<void> {
  const end = performance.now() + 300;
  while (performance.now() < end);
  await sleep(1);
}
