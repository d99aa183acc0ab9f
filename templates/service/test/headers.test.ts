import { afterEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './app';
import { expectProblem } from './problem';

let service: TestApp | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function start(env: NodeJS.ProcessEnv = {}): Promise<TestApp['app']> {
  service = await createTestApp({ env });
  return service.app;
}

test.each(['/livez', '/nowhere', '/%zz', '/openapi.json'])(
  '%s has the security headers',
  async (url) => {
    const app = await start();
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('x-powered-by');
  },
);

test('browsers are held to TLS where it is configured', async () => {
  const app = await start({ HSTS_ENABLED: 'true' });
  const { headers } = await app.inject('/livez');
  expect(headers['strict-transport-security']).toMatch(/^max-age=\d+/);
});

test('a good request id is kept, any other is replaced', async () => {
  const app = await start();
  const send = async (id: string) =>
    (await app.inject({ url: '/livez', headers: { 'x-request-id': id } })).headers['x-request-id'];
  expect(await send('trace:1-a')).toBe('trace:1-a');
  expect(await send('a b')).toMatch(/^[\da-f-]{36}$/);
  expect(await send('x'.repeat(129))).toMatch(/^[\da-f-]{36}$/);
});

test('no origin is allowed unless it is configured', async () => {
  const app = await start();
  const { headers } = await app.inject({ url: '/livez', headers: { origin: 'https://a.example' } });
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test('a configured origin may call, and read what it needs', async () => {
  const app = await start({ CORS_ORIGINS: 'https://a.example,https://b.example' });
  const ask = (origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/livez',
      headers: { origin, 'access-control-request-method': 'PATCH' },
    });
  const allowed = await ask('https://a.example');
  expect(allowed.headers['access-control-allow-origin']).toBe('https://a.example');
  expect(allowed.headers['access-control-allow-methods']).toContain('PATCH');
  const other = await ask('https://c.example');
  expect(other.headers['access-control-allow-origin']).toBeUndefined();
  const got = await app.inject({ url: '/livez', headers: { origin: 'https://b.example' } });
  expect(got.headers['access-control-expose-headers']).toContain('etag');
  await service?.close();

  const open = await start({ CORS_ORIGINS: '*' });
  const any = await open.inject({ url: '/livez', headers: { origin: 'https://c.example' } });
  expect(any.headers['access-control-allow-origin']).toBe('*');
});

test('a proxy is believed only where one is configured', async () => {
  const ask = (app: TestApp['app'], forwarded: string) =>
    app.inject({ url: '/v1/nothing', headers: { 'x-forwarded-for': forwarded } });
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

test('too many requests are refused with the time to wait; health checks are never', async () => {
  const app = await start({ RATE_LIMIT_MAX: '2', RATE_LIMIT_WINDOW_MS: '9000' });
  const get = () => app.inject('/v1/nothing');
  expectProblem(await get(), 404);
  expectProblem(await get(), 404);
  const refused = await get();
  expectProblem(refused, 429);
  expect(refused.headers['retry-after']).toMatch(/^\d$/);
  for (let count = 0; count < 5; count += 1) {
    expect((await app.inject('/livez')).statusCode).toBe(200);
  }
});
