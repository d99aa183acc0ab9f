import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './app';
import { fixture, looked } from './fixtures/routes';
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

  test('a body that would have to be decoded first is a 415, whatever is in it', async () => {
    for (const coding of ['gzip', 'br', 'gzip, identity']) {
      const refused = await post('{"name":"a"}', { ...json, 'content-encoding': coding });
      expectProblem(refused, 415);
      expect(refused.headers['accept-encoding']).toBe('identity');
    }
    for (const charset of ['utf-16', 'ISO-8859-1', '"latin1"']) {
      const type = `application/json; charset=${charset}`;
      expectProblem(await post('{"name":"a"}', { 'content-type': type }), 415);
    }
    for (const charset of ['utf-8', '"UTF-8"', 'utf8', 'US-ASCII', '']) {
      const type = `application/json; charset=${charset}`;
      const headers = { 'content-type': type, 'content-encoding': 'identity' };
      expectStatus(await post('{"name":"a"}', headers), 201);
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
    const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expectProblem(await post(`{"name":"a","extra":${nested}}`), 422, { pointer: '#/extra' });
  });

  test('NUL is refused wherever it stands, and what only looks like it is not', async () => {
    expectProblem(await post('{"name":"a\\u0000b"}'), 422, { pointer: '#/name' });
    const deep = '{"name":"a","tags":[{"label":"a"},{"label":"\\u0000"}]}';
    expectProblem(await post(deep), 422, { pointer: '#/tags/1/label' });
    const key = '{"name":"a","extra":{"a\\u0000":1}}';
    expectProblem(await post(key), 422, { pointer: '#/extra/a%00' });
    expectStatus(await post('{"name":"\\\\u0000"}'), 201);
    const nested = `${'['.repeat(20_000)}"\\u0000"${']'.repeat(20_000)}`;
    expectProblem(await post(nested), 422);
  });
});

test('a number that would be rounded, and half of a character, are refused', async () => {
  for (const value of ['9007199254740993', '1e400', '"\\udead"']) {
    const body = `{"name":"a","extra":{"a":[${value}]}}`;
    expectProblem(await post(body), 422, { pointer: '#/extra/a/0' });
  }
  const extra = { big: 9_007_199_254_740_992, small: 1e-7, whole: '\u{1f600}' };
  expect((await post({ name: 'a', extra })).json()).toEqual({ name: 'a', extra });
});

test('bytes that are no UTF-8 are refused, and not replaced', async () => {
  const payload = Buffer.concat([
    Buffer.from('{"name":"'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('"}'),
  ]);
  expectProblem(await service.send('POST', THINGS, { payload, headers: json }), 400);
});

describe('a route without a body', () => {
  const remove = (payload: string, type: string) => {
    const headers = { 'content-type': type, 'content-length': String(payload.length) };
    return service.send('DELETE', `${THINGS}/1`, { payload, headers });
  };

  test('takes none for none, whatever its type is said to be', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      expectStatus(await remove('', type), 204);
    }
    expectStatus(await remove('{}', 'application/json'), 204);
  });

  test('refuses what is no JSON, and what is too much', async () => {
    expectProblem(await remove('{', 'application/json'), 400);
    expectProblem(await remove('a=b', 'application/x-www-form-urlencoded'), 415);
    expectProblem(await remove(`[${'1,'.repeat(5000)}1]`, 'application/json'), 413);
  });
});

describe('lengths come before contents', () => {
  test('a list that is too long is not looked at', async () => {
    looked.count = 0;
    const marks = Array.from({ length: 1001 }, () => 1);
    const { errors } = expectProblem(await post({ name: 'a', marks }), 422);
    expect(errors).toEqual([{ pointer: '#/marks', detail: 'Must have at most 1000 elements' }]);
    expect(looked.count).toBe(0);
    const few = expectProblem(await post({ name: 'a', marks: marks.slice(1) }), 422);
    expect(looked.count).toBe(1000);
    expect(few.errors).toHaveLength(50);
  });

  test('a body of too many values is a 413, before it is parsed', async () => {
    const extra = Array.from({ length: 26_000 }, () => 1);
    expectProblem(await post({ name: 'a', extra }), 413);
    expectStatus(await post({ name: 'a', extra: extra.slice(6001) }), 201);
    // No JSON at all, and it does not get that far.
    expectProblem(await post('['.repeat(60_000)), 413);
  });

  test('so is one of too many names that JSON can not write without an escape', async () => {
    const named = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`"${i}`, i]));
    const { detail } = expectProblem(await post({ name: 'a', extra: named(1001) }), 413);
    expect(detail).toContain('1000 names');
    const taken = await post({ name: 'a', extra: named(1000) });
    expectStatus(taken, 201);
    expect(taken.json().extra).toEqual(named(1000));
  });

  test('so is a URL of very many parameters a 400', async () => {
    const query = Array.from({ length: 101 }, (_, i) => `p${i}=1`).join('&');
    const { detail } = expectProblem(await service.send('GET', `${THINGS}/1?${query}`), 400);
    expect(detail).toContain('100 parameters');
  });
});
