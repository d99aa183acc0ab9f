import { afterEach, expect, test } from 'vitest';
import type { Module } from '../src/http/types';
import { createTestApp, type TestApp } from './app';
import { expectProblem, expectStatus } from './expect';
import { corsOf } from './http';
import { testModule } from './module';

let service: TestApp | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function start(env: NodeJS.ProcessEnv = {}, modules: Module[] = []): Promise<TestApp> {
  service = await createTestApp({ env, modules });
  return service;
}

test.each(['/livez', '/nowhere', '/%zz'])('%s has the security headers', async (url) => {
  const { send } = await start();
  const { headers } = await send('GET', url);
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).not.toHaveProperty('x-powered-by');
});

test('browsers are held to TLS where it is configured', async () => {
  const { send } = await start({ HSTS_ENABLED: 'true' });
  const { headers } = await send('GET', '/livez');
  expect(headers['strict-transport-security']).toMatch(/^max-age=\d+/);
});

test('a good request id is kept, any other is replaced', async () => {
  const { send } = await start();
  const idOf = async (id: string) => {
    const { headers } = await send('GET', '/livez', { headers: { 'x-request-id': id } });
    return headers['x-request-id'];
  };
  expect(await idOf('trace:1-a')).toBe('trace:1-a');
  expect(await idOf('a b')).toMatch(/^[\da-f-]{36}$/);
  expect(await idOf('x'.repeat(129))).toMatch(/^[\da-f-]{36}$/);
});

test('no origin is allowed unless it is configured [ASVS 3.4.2]', async () => {
  const { send } = await start();
  const { headers } = await send('GET', '/livez', { headers: { origin: 'https://a.example' } });
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test('a configured origin may call, and read what it needs', async () => {
  const { send } = await start({ CORS_ORIGINS: 'https://a.example,https://b.example' });
  const ask = (origin: string) =>
    send('OPTIONS', '/livez', { headers: { origin, 'access-control-request-method': 'PATCH' } });
  const allowed = await ask('https://a.example');
  expect(allowed.headers['access-control-allow-origin']).toBe('https://a.example');
  expect(allowed.headers['access-control-allow-methods']).toContain('PATCH');
  const other = await ask('https://c.example');
  expect(other.headers['access-control-allow-origin']).toBeUndefined();
  const got = await send('GET', '/livez', { headers: { origin: 'https://b.example' } });
  expect(got.headers['access-control-expose-headers']).toContain('etag');
  await service?.close();

  const open = await start({ CORS_ORIGINS: '*' });
  const any = await open.send('GET', '/livez', { headers: { origin: 'https://c.example' } });
  expect(any.headers['access-control-allow-origin']).toBe('*');
});

test.each([
  ['https://a.example', 'https://a.example,https://b.example'],
  ['https://c.example', 'https://a.example,https://b.example'],
  [undefined, 'https://a.example'],
  ['https://c.example', '*'],
])(
  'what is refused before all else is readable for %s as any other answer is, of %s',
  async (origin, all) => {
    const { send } = await start({ CORS_ORIGINS: all });
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const served = corsOf(await send('GET', '/livez', { headers }));
    expect(served).not.toEqual({});
    for (const url of ['/%zz', '/livez?%00']) {
      const refused = await send('GET', url, { headers });
      expectProblem(refused, 400);
      expect(corsOf(refused)).toEqual(served);
    }
  },
);

test('a proxy is believed only where one is configured', async () => {
  const ask = ({ send }: TestApp, forwarded: string) =>
    send('GET', '/v1/nothing', { headers: { 'x-forwarded-for': forwarded } });
  const open = await start({ RATE_LIMIT_MAX: '1' });
  expectProblem(await ask(open, '10.0.0.1'), 404);
  expectProblem(await ask(open, '10.0.0.2'), 429);
  await service?.close();

  const behind = await start({ RATE_LIMIT_MAX: '1', TRUST_PROXY: '1' });
  expectProblem(await ask(behind, '10.0.0.1'), 404);
  expectProblem(await ask(behind, '10.0.0.2'), 404);
  // What stands before the proxy's own entry, the client wrote.
  expectProblem(await ask(behind, '10.0.0.3, 10.0.0.2'), 429);
});

test.each([
  ['of a route', '/v1/things', 200],
  ['of a URL that nothing serves', '/v1/nothing', 404],
])(
  'too many requests %s are refused with the time to wait; health checks are never',
  async (_, url, status) => {
    const things = testModule('things', (app) => {
      app.get('/', { config: { work: [] } }, async () => 'done');
    });
    const env = { RATE_LIMIT_MAX: '2', RATE_LIMIT_WINDOW_MS: '600000' };
    const { send } = await start(env, [things]);
    const get = () => send('GET', url);
    expect((await get()).statusCode).toBe(status);
    expect((await get()).statusCode).toBe(status);
    const refused = await get();
    expectProblem(refused, 429);
    expect(refused.headers['retry-after']).toMatch(/^[1-9]\d{0,2}$/);
    for (let count = 0; count < 5; count += 1) {
      expectStatus(await send('GET', '/livez'), 200);
    }
  },
);
