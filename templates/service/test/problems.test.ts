import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { keyOf } from '../src/http/fields';
import { createTestApp, type TestApp } from './app';
import { fixture } from './fixtures/routes';
import { expectProblem } from './expect';

const THINGS = '/v1/fixture/things';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp({ modules: [fixture] });
});

afterAll(() => service.close());

describe('URLs', () => {
  const get = (url: string) => service.send('GET', url);

  test('parameters are named', async () => {
    expectProblem(await get(`${THINGS}/abc`), 400, { parameter: 'id' });
    expectProblem(await get(`${THINGS}/1?limit=11`), 400, { parameter: 'limit' });
    expectProblem(await get(`${THINGS}/1?other=1`), 400, { parameter: 'other' });
  });

  test('NUL and malformed encodings are a 400', async () => {
    for (const url of ['/v1/fixture/echo/a%00b', '/v1/fixture/echo/a?q=%00', '/v1/nothing/%00']) {
      expect(expectProblem(await get(url), 400).detail).toContain('NUL');
    }
    expectProblem(await get(`${THINGS}/%E0%A4%A`), 400);
    expectProblem(await get(`${THINGS}/%C0%80`), 400);
  });

  test('a key of 512 characters is taken', async () => {
    const text = 'x'.repeat(512);
    expect((await get(`/v1/fixture/echo/${text}`)).json()).toEqual({ text });
  });

  test('what is taken for a key can be asked for', async () => {
    for (const key of [
      'x'.repeat(512),
      '/'.repeat(170),
      '%'.repeat(170),
      '\u{1f600}'.repeat(256),
    ]) {
      expect(keyOf(z.string()).safeParse(key).success).toBe(true);
      const url = `/v1/fixture/echo/${encodeURIComponent(key)}`;
      expect((await get(url)).json()).toEqual({ text: key });
    }
  });

  test('what does not exist is a 404, what is too long a 414', async () => {
    expectProblem(await get('/v1/nothing/here'), 404);
    expectProblem(await service.send('DELETE', THINGS), 404);
    expectProblem(await get(`${THINGS}/${'1'.repeat(600)}`), 414);
  });
});

test('an error that nobody foresaw says nothing of the inside [ASVS 16.5.1, 16.5.4]', async () => {
  for (const path of ['broken', 'fails/500', 'fails/502']) {
    const response = await service.send('GET', `/v1/fixture/${path}`);
    expectProblem(response, 500);
    expect(response.body).not.toContain('internals');
  }
});

test('a plugin that has no time now is a 503, with the time to come back', async () => {
  const response = await service.send('GET', '/v1/fixture/fails/503');
  expectProblem(response, 503);
  expect(response.headers['retry-after']).toBe('1');
  expect(response.body).not.toContain('internals');
});

test('a response holds what its schema names, and values as JSON has them [ASVS 15.3.1]', async () => {
  const response = await service.send('GET', `${THINGS}/5`);
  expect(response.json()).toEqual({
    id: 5,
    big: '9007199254740993',
    at: '2026-01-02T03:04:05.678Z',
    gone: null,
    data: { any: ['thing'] },
  });
});
