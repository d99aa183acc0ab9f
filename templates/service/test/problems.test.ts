import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './app';
import { fixture } from './fixtures/routes';
import { expectProblem, expectStatus } from './expect';

const THINGS = '/v1/fixture/things';
const json = { 'content-type': 'application/json' };

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp({
    modules: [fixture],
    env: { BODY_LIMIT_BYTES: '200000' },
  });
});

afterAll(() => service.close());

const post = (payload: string | object, headers: Record<string, string> = json) =>
  service.send('POST', THINGS, { payload, headers });

describe('bodies', () => {
  test('wrong and unknown fields are named [ASVS 15.3.3]', async () => {
    const response = await post({ name: 'x'.repeat(21), 'a/b~c': 1, tags: [{ label: 5 }] });
    expectProblem(response, 422, { pointer: '#/name' });
    expectProblem(response, 422, { pointer: '#/a~1b~0c' });
    expectProblem(response, 422, { pointer: '#/tags/0/label' });
    // Half of a character: nothing that a URI could hold.
    expectProblem(await post('{"\\ud800":1}'), 422, { pointer: '#/%EF%BF%BD' });
  });

  test('a missing field is called missing, not wrong', async () => {
    const { errors } = expectProblem(await post({}), 422);
    expect(errors).toEqual([{ pointer: '#/name', detail: 'Is required' }]);
  });

  test('the answer to many mistakes is bounded', async () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`k${number}`, 1]));
    expect(expectProblem(await post(body), 422).errors).toHaveLength(50);
  });

  test('malformed and empty JSON is a 400', async () => {
    expectProblem(await post('{"name":'), 400);
    expectProblem(await post(''), 400);
    expectProblem(await post('{"__proto__":{"x":1}}'), 400);
    expectProblem(await post('{"constructor":{"prototype":{"x":1}}}'), 400);
  });

  test('anything but JSON is a 415 [ASVS 3.5.2]', async () => {
    expectProblem(
      await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
    );
    expectProblem(await post('x', { 'content-type': 'text/plain' }), 415);
    for (const type of ['application/merge-patch+json', 'Application/Merge-Patch+JSON']) {
      expectProblem(await post('{}', { 'content-type': type }), 415);
    }
  });

  test('PATCH takes a merge patch as well', async () => {
    for (const type of ['application/json', 'application/merge-patch+json; charset=utf-8']) {
      const headers = { 'content-type': type };
      const response = await service.send('PATCH', THINGS, { payload: '{"name":"new"}', headers });
      expect(response.json()).toEqual({ name: 'new' });
    }
  });

  test('a body over the limit is a 413', async () => {
    expectProblem(await post({ name: 'x'.repeat(200_000) }), 413);
  });

  test('JSON of any shape is taken, but not of any depth', async () => {
    for (const extra of [{ a: [1, 'b', null] }, [], 'text', 0, false]) {
      expect((await post({ name: 'a', extra })).json()).toEqual({ name: 'a', extra });
    }
    expectProblem(await post({ name: 'a', extra: null }), 422, { pointer: '#/extra' });
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expectProblem(await post(`{"name":"a","extra":${nested}}`), 422, { pointer: '#/extra' });
  });

  test('NUL is refused wherever it stands, and what only looks like it is not', async () => {
    expectProblem(await post('{"name":"a\\u0000b"}'), 422, { pointer: '#/name' });
    const deep = '{"name":"a","tags":[{"label":"a"},{"label":"\\u0000"}]}';
    expectProblem(await post(deep), 422, { pointer: '#/tags/1/label' });
    const key = '{"name":"a","extra":{"a\\u0000":1}}';
    expectProblem(await post(key), 422, { pointer: '#/extra/a%00' });
    expectStatus(await post('{"name":"\\\\u0000"}'), 201);
    const nested = `${'['.repeat(50_000)}"\\u0000"${']'.repeat(50_000)}`;
    expectProblem(await post(nested), 422);
  });
});

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
