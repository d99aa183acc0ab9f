import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Module } from '../src/http/types';
import { createTestApp, type TestApp } from './app';
import { fixture } from './fixtures/routes';
import { expectProblem } from './problem';

const THINGS = '/v1/fixture/things';
const json = { 'content-type': 'application/json' };

/** Runs the SQL that it is sent, so that Postgres itself fails. */
const postgres: Module = {
  prefix: '/postgres',
  routes: async (app) => {
    app.route({
      method: ['POST', 'DELETE'],
      url: '/',
      handler: async (request) => {
        await app.db.execute(sql.raw(String(request.headers['x-sql'])));
        return {};
      },
    });
  },
};

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp({
    modules: [fixture, postgres],
    env: { DATABASE_STATEMENT_TIMEOUT_MS: '200', BODY_LIMIT_BYTES: '200000' },
  });
  await service.db.execute(sql`
    create table problem_parents (id int primary key, price int check (price > 0), name varchar(3) not null)`);
  await service.db.execute(sql`
    create table problem_children (id int primary key references problem_parents)`);
  await service.db.execute(sql`insert into problem_parents values (1, 1, 'a'), (2, 1, 'b')`);
  await service.db.execute(sql`insert into problem_children values (1)`);
});

afterAll(() => service.close());

const post = (payload: string | object, headers: Record<string, string> = json) =>
  service.app.inject({ method: 'POST', url: THINGS, payload, headers });

describe('bodies', () => {
  test('wrong and unknown fields are named', async () => {
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

  test('anything but JSON is a 415', async () => {
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
      const response = await service.app.inject({
        method: 'PATCH',
        url: THINGS,
        payload: '{"name":"new"}',
        headers: { 'content-type': type },
      });
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
    expect((await post('{"name":"\\\\u0000"}')).statusCode).toBe(201);
    const nested = `${'['.repeat(50_000)}"\\u0000"${']'.repeat(50_000)}`;
    expectProblem(await post(nested), 422);
  });
});

describe('URLs', () => {
  const get = (url: string) => service.app.inject(url);

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
    expectProblem(await service.app.inject({ method: 'DELETE', url: THINGS }), 404);
    expectProblem(await get(`${THINGS}/${'1'.repeat(600)}`), 414);
  });
});

describe('failures of Postgres', () => {
  test.each([
    ["insert into problem_parents values (1, 1, 'c')", 409],
    ['insert into problem_children values (7)', 409],
    ["insert into problem_parents values (3, 0, 'c')", 422],
    ["insert into problem_parents values (3, 1, 'long')", 422],
    ['insert into problem_parents values (3, 1, null)', 422],
    ["insert into problem_parents values (99999999999, 1, 'c')", 422],
    ["select 'x'::uuid", 422],
    ["select '2020-02-31'::date", 422],
    ["select 'soon'::date", 422],
    [String.raw`select '"\u0000"'::jsonb`, 422],
    ["do $$ begin raise sqlstate '40001'; end $$", 503],
    ["do $$ begin raise sqlstate '40P01'; end $$", 503],
    ["do $$ begin raise sqlstate '55P03'; end $$", 503],
    ["do $$ begin raise sqlstate '53300'; end $$", 503],
    ["do $$ begin raise sqlstate '08006'; end $$", 503],
    ['select pg_sleep(3)', 503],
    ['select pg_terminate_backend(pg_backend_pid())', 503],
    ['select 1/0', 500],
    ['select * from nowhere', 500],
  ])('%s is a %i', async (statement, status) => {
    const response = await service.app.inject({
      method: 'POST',
      url: '/v1/postgres/',
      headers: { 'x-sql': statement },
    });
    const { detail } = expectProblem(response, status);
    expect(detail).toBeDefined();
    expect(response.body).not.toContain(statement);
    expect(response.headers['retry-after'] !== undefined).toBe(status === 503);
  });

  test('a row that others refer to can not go', async () => {
    const response = await service.app.inject({
      method: 'DELETE',
      url: '/v1/postgres/',
      headers: { 'x-sql': 'delete from problem_parents where id = 1' },
    });
    expect(expectProblem(response, 409).detail).toBe('Others still refer to it.');
  });
});

test('an error that nobody foresaw says nothing of the inside', async () => {
  for (const path of ['broken', 'fails/500', 'fails/502']) {
    const response = await service.app.inject(`/v1/fixture/${path}`);
    expectProblem(response, 500);
    expect(response.body).not.toContain('internals');
  }
});

test('a plugin that has no time now is a 503, with the time to come back', async () => {
  const response = await service.app.inject('/v1/fixture/fails/503');
  expectProblem(response, 503);
  expect(response.headers['retry-after']).toBe('1');
  expect(response.body).not.toContain('internals');
});

test('a response holds what its schema names, and values as JSON has them', async () => {
  const response = await service.app.inject(`${THINGS}/5`);
  expect(response.json()).toEqual({
    id: 5,
    big: '9007199254740993',
    at: '2026-01-02T03:04:05.678Z',
    gone: null,
    data: { any: ['thing'] },
  });
});
