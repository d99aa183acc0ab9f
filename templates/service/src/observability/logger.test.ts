import pino from 'pino';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createTestApp } from '../../test/app';
import { fixture } from '../../test/fixtures/routes';
import { loggedAddress } from './client-address';
import { loggerOptions } from './logger';

function capture(level: 'info' | 'trace' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = pino(loggerOptions({ level, pretty: false }), stream);
  return { logger, lines };
}

async function request(
  url: string,
  { level, address, times = '1', ...env }: NodeJS.ProcessEnv & { level?: 'trace' } = {},
) {
  const { logger, lines } = capture(level);
  const { send, close } = await createTestApp({ logger, env, modules: [fixture] });
  const headers: Record<string, string> = {
    'x-request-id': 'the-id',
    authorization: 'Bearer hidden',
  };
  if (address !== undefined) headers['x-forwarded-for'] = address;
  for (let time = 0; time < Number(times); time += 1) await send('GET', url, { headers });
  await close();
  return lines;
}

test('a request is one line, with its id and without its values', async () => {
  const lines = await request('/v1/fixture/things/5?limit=3');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    level: 'info',
    requestId: 'the-id',
    method: 'GET',
    route: '/v1/fixture/things/:id',
    status: 200,
    ms: expect.any(Number),
  });
});

test('a URL that nothing serves is one line too, and is not repeated', async () => {
  const lines = await request('/v1/people/ann?name=ann');
  expect(lines).toMatchObject([{ route: 'unknown', status: 404 }]);
  expect(JSON.stringify(lines)).not.toContain('ann');
});

test('a URL that can not be decoded is not repeated either, however much is logged', async () => {
  const lines = await request('/v1/people/%zz?name=ann', { level: 'trace' });
  expect(lines.length).toBeGreaterThan(0);
  expect(JSON.stringify(lines)).not.toContain('ann');
});

test('a failure is logged with its stack and the request id', async () => {
  const lines = await request('/v1/fixture/broken');
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'error',
      requestId: 'the-id',
      err: expect.objectContaining({ stack: expect.stringContaining('the internals') }),
    }),
  );
});

test('an error that is its own cause is logged and answered', async () => {
  const lines = await request('/v1/fixture/circle');
  expect(lines.map((line) => line['msg'])).toEqual(['request failed', 'request']);
});

test('requests can be left out, and health checks always are', async () => {
  expect(await request('/v1/fixture/things/5', { LOG_REQUESTS: 'false' })).toEqual([]);
  expect(await request('/livez')).toEqual([]);
});

test('secrets do not reach the log [ASVS 16.2.5]', () => {
  const { logger, lines } = capture();
  const names = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret'];
  const secrets = Object.fromEntries(names.map((name) => [name, 'hidden']));
  logger.info(secrets);
  logger.info({ user: { name: 'Ann', ...secrets }, headers: secrets });
  logger.info({ req: { headers: { host: 'x', ...secrets } } });
  expect(JSON.stringify(lines)).not.toContain('hidden');
  expect(lines[1]).toMatchObject({ user: { name: 'Ann', token: '[redacted]' } });
  expect(lines[2]).toMatchObject({ req: { headers: { host: 'x', token: '[redacted]' } } });
});

test.each([
  ['42P01', sql`select ${'hidden'}::text from nowhere`],
  ['22P02', sql`select ${'hidden'}::uuid`],
  ['22003', sql`select ${'4711471147114711'}::int`],
  ['22007', sql`select ${'hidden'}::date`],
  ['22P02', sql`select ${'{"a": hidden}'}::jsonb`],
  ['P0001', sql`do $$ begin raise exception '%', reverse('neddih'); end $$`],
])('the values of a failed query do not reach the log: %s [ASVS 16.2.5]', async (code, query) => {
  const { logger, lines } = capture();
  const { db, close } = await createTestApp();
  await Promise.resolve(db.execute(query)).catch((error) => logger.error({ err: error }));
  await close();
  expect(lines[0]).toMatchObject({ err: { cause: { code } } });
  expect(JSON.stringify(lines)).not.toMatch(/hidden|4711/);
});

test.each([
  ['whole', '203.0.113.77', '203.0.113.77'],
  ['cut', '203.0.113.77', '203.0.113.0'],
  ['cut', '2001:db8:1:2::77', '2001:db8:1::'],
  ['cut', '::ffff:203.0.113.77', '203.0.113.0'],
  ['off', '203.0.113.77', undefined],
])('of the client a line has the address %s: %s as %s', async (kind, address, expected) => {
  const env = { LOG_CLIENT_ADDRESS: kind, TRUST_PROXY: '1' };
  const [line] = await request('/v1/fixture/things/5', { ...env, address });
  expect(line?.['client']).toBe(expected);
});

test('a hashed address tells clients apart and does not name them', async () => {
  const ask = async (address: string) => {
    const env = { LOG_CLIENT_ADDRESS: 'hashed', TRUST_PROXY: '1' };
    const [line] = await request('/v1/fixture/things/5', { ...env, address });
    return line?.['client'];
  };
  const [one, again, other] = [
    await ask('203.0.113.77'),
    await ask('203.0.113.77'),
    await ask('203.0.113.78'),
  ];
  expect(one).toMatch(/^[\w-]{16}$/);
  expect([again === one, other === one]).toEqual([true, false]);
});

test.each(['cut', 'hashed', 'whole'] as const)(
  'of a client that has gone before anybody asked for its address there is none: %s',
  (kind) => {
    expect(loggedAddress(undefined, kind)).toBeUndefined();
  },
);

test('a proxy that is not trusted is named once', async () => {
  const lines = await request('/v1/fixture/things/5', { address: '203.0.113.77', times: '3' });
  const said = lines.filter(({ msg }) => String(msg).includes('TRUST_PROXY'));
  expect(said).toMatchObject([{ level: 'warn' }]);
  const quiet = { address: '203.0.113.77', TRUST_PROXY: '1' };
  expect(await request('/v1/fixture/things/5', quiet)).toHaveLength(1);
});

test('a probe of a service that shuts down is no warning', async () => {
  const { logger, lines } = capture();
  const { app, send, close } = await createTestApp({ logger });
  app.lifecycle.draining = true;
  await send('GET', '/readyz');
  await close();
  expect(lines).toEqual([]);
});
