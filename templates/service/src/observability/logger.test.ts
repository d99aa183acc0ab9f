import pino from 'pino';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createTestApp } from '../../test/app';
import { fixture } from '../../test/fixtures/routes';
import { loggerOptions } from './logger';

function capture(level: 'info' | 'trace' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = pino(loggerOptions({ level, pretty: false, requests: true }), stream);
  return { logger, lines };
}

async function request(
  url: string,
  { level, ...env }: NodeJS.ProcessEnv & { level?: 'trace' } = {},
) {
  const { logger, lines } = capture(level);
  const { send, close } = await createTestApp({ logger, env, modules: [fixture] });
  await send('GET', url, { headers: { 'x-request-id': 'the-id', authorization: 'Bearer hidden' } });
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

test('the values of a failed query do not reach the log [ASVS 16.2.5]', async () => {
  const { logger, lines } = capture();
  const { db, close } = await createTestApp();
  const failing = db.execute(sql`select ${'hidden'}::text from nowhere`);
  await Promise.resolve(failing).catch((error) => logger.error({ err: error }));
  await close();
  expect(lines[0]).toMatchObject({ err: { cause: { code: '42P01' } } });
  expect(JSON.stringify(lines)).not.toContain('hidden');
});
