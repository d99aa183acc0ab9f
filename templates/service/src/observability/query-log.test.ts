import { once } from 'node:events';
import http from 'node:http';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../test/app';
import { testModule } from '../../test/module';
import { type Context, fromContext } from '../db/context';
import { builder, prepared } from '../db/prepared';
import { inTransaction } from '../db/transaction';
import { contextOf } from '../http/context';
import { loggerOptions } from './logger';

const one = prepared(
  builder.select({ value: sql`${fromContext('value')}::text` }).from(sql`now()`),
);
const withDrizzle = ({ db }: Context) => db.execute(sql`select ${'hidden'}::text`);
const sleep = ({ db }: Context) => db.execute(sql`select pg_sleep(0.02), ${'hidden'}::text`);

/** Routes that send as many queries as they are asked for. */
const asking = testModule('asking', (app) => {
  const config = { work: ['read' as const], queries: 5 };
  const withValue = (context: Context) => ({ ...context, values: { value: 'hidden' } });

  app.get(
    '/prepared/:count',
    { config, schema: { params: z.object({ count: z.coerce.number() }) } },
    async (request) => {
      for (let i = 0; i < request.params.count; i += 1) await one(withValue(contextOf(request)));
      return {};
    },
  );
  app.post('/', { config, schema: { body: z.object({}) } }, async (request) => {
    await withDrizzle(contextOf(request));
    await inTransaction(contextOf(request), (context) => one(withValue(context)));
    return {};
  });
  app.get('/slow', { config }, async (request) => {
    await sleep(contextOf(request));
    return {};
  });
});

let service: TestApp | undefined;

afterEach(() => service?.close());

async function start(env: NodeJS.ProcessEnv = {}) {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = pino(loggerOptions({ level: 'info', pretty: false }), stream);
  service = await createTestApp({ logger, env, modules: [asking] });
  return { ...service, lines };
}

test('a line has the number of queries of its request, and their time', async () => {
  const { app, send, lines } = await start();
  await send('GET', '/v1/asking/prepared/3');
  await send('GET', '/livez');
  // Over a connection, because a body that comes later arrives in the context of that.
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const headers = { 'content-type': 'application/json', expect: '100-continue' };
  const post = http.request(`${address}/v1/asking`, { method: 'POST', headers });
  post.on('continue', () => post.end('{}')).flushHeaders();
  await once(post, 'response').then(([response]) => response.resume());
  const ofRequests = () => lines.filter(({ msg }) => msg === 'request');
  await expect.poll(ofRequests).toHaveLength(2);
  expect(ofRequests()).toMatchObject([
    { queries: 3, queryMs: expect.any(Number) },
    // drizzle's own, begin, select, commit.
    { queries: 4 },
  ]);
  expect(lines[0]?.['queryMs']).toBeGreaterThan(0);
});

test.each(['true', 'false'])(
  'who waits for a connection is given the count of nobody else: DATABASE_OWN_RUN=%s',
  async (DATABASE_OWN_RUN) => {
    const { send, lines } = await start({ DATABASE_POOL_MAX: '1', DATABASE_OWN_RUN });
    const counts = [5, 1, 0, 4, 2, 3];
    await Promise.all(
      counts.map((count) =>
        send('GET', `/v1/asking/prepared/${count}`, { headers: { 'x-request-id': `${count}` } }),
      ),
    );
    expect(lines).toHaveLength(counts.length);
    for (const line of lines) expect(line['queries']).toBe(Number(line['requestId']));
  },
);

test('a slow query is a warning with its text, and without its values', async () => {
  const { send, db, lines } = await start({ LOG_SLOW_QUERY_MS: '10' });
  await send('GET', '/v1/asking/slow', { headers: { 'x-request-id': 'the-id' } });
  // Outside of a request.
  await sleep({ db });
  // On a busy machine others may be slow, too.
  const slow = lines.filter(({ statement }) => String(statement).includes('pg_sleep'));
  const statement = expect.stringContaining('pg_sleep(0.02), $1::text');
  expect(slow).toMatchObject([
    { level: 'warn', msg: 'slow query', statement, requestId: 'the-id' },
    { msg: 'slow query', statement },
  ]);
  expect(JSON.stringify(lines)).not.toContain('hidden');
});

test('the same query again and again is a warning that names the route, where that is wanted', async () => {
  const { send, lines } = await start({ LOG_REPEATED_QUERIES: 'true' });
  await send('GET', '/v1/asking/prepared/4');
  expect(lines).toHaveLength(1);
  await send('GET', '/v1/asking/prepared/5');
  const statement = expect.stringContaining('select $1::text');
  const repeated = { level: 'warn', route: '/v1/asking/prepared/:count', times: 5, statement };
  await expect.poll(() => lines).toContainEqual(expect.objectContaining(repeated));
  expect(JSON.stringify(lines)).not.toContain('hidden');
});
