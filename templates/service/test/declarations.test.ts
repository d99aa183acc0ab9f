import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractOf } from '../src/http/guards';
import { conflict } from '../src/http/problem';
import type { App } from '../src/http/types';
import { modules } from '../src/modules';
import { takeUndeclared } from './answers';
import { takeOverspent } from './query-budget';
import { createTestApp, type TestApp } from './app';
import { expectProblem, expectStatus } from './expect';
import { testModule } from './module';

const moduleOf = (routes: (app: App) => void) => testModule('things', routes);

test('a route that does not say what it does is not served', async () => {
  const silent = moduleOf((app) => app.get('/', async () => 'done'));
  await expect(createTestApp({ modules: [silent] })).rejects.toThrow('GET /v1/things');
});

test('an answer that its route does not declare is noticed in every test', async () => {
  const reader = moduleOf((app) => {
    app.get('/', { config: { work: ['read'] } }, async () => {
      throw conflict('It only says that it reads.');
    });
    app.get('/:id', { config: { work: ['write'] } }, async () => {
      throw conflict('It says that it writes.');
    });
    app.delete('/', { config: { work: ['write'] } }, (_request, reply) => reply.code(204).send());
  });
  const { send, close } = await createTestApp({ modules: [reader] });
  expectProblem(await send('GET', '/v1/things/1'), 409);
  expect(takeUndeclared()).toEqual([]);
  expectProblem(await send('GET', '/v1/things'), 409);
  expect(takeUndeclared()).toEqual(['GET /v1/things 409']);
  expectStatus(await send('DELETE', '/v1/things'), 204);
  expect(takeUndeclared()).toEqual(['DELETE /v1/things 204']);
  await close();
});

test('a query more than its route declares is noticed in every test', async () => {
  const asking = moduleOf((app) => {
    const ask = async (times: number) => {
      for (let n = 0; n < times; n += 1) await app.db.execute(sql`select ${n}`);
      return 'done';
    };
    app.get('/', { config: { work: ['read'] } }, () => ask(5));
    app.get('/one', { config: { work: ['read'] } }, () => ask(1));
    app.get('/two', { config: { work: ['read'], queries: 2 } }, () => ask(2));
  });
  const { send, close } = await createTestApp({ modules: [asking] });
  for (const url of ['/one', '/two', '']) expectStatus(await send('GET', `/v1/things${url}`), 200);
  expect(takeOverspent()).toEqual(['GET /v1/things now sends 5 queries; the contract allows 1']);
  await close();
});

test('what a route is and does tells which problems it may answer', () => {
  const problems = (route: Parameters<typeof contractOf>[0]) => contractOf(route).problems;
  const config = { work: [] } as const;
  const every = [400, 429];
  expect(problems({ method: 'GET', url: '/', config })).toEqual(every);
  const unlimited = { ...config, rateLimit: false } as const;
  expect(problems({ method: 'GET', url: '/', config: unlimited })).toEqual([400]);
  expect(problems({ method: 'GET', url: '/:id', config })).toEqual([400, 414, 429]);
  expect(problems({ method: 'POST', url: '/', config })).toEqual([400, 413, 415, 429]);
  expect(problems({ method: 'POST', url: '/', config, schema: { body: {} } })).toContain(422);
  const change = { ...config, guards: ['precondition'], work: ['find', 'write'] } as const;
  const changed = problems({ method: 'GET', url: '/', config: change });
  expect(changed).toEqual([400, 404, 409, 412, 429, 503]);
});

describe('without its database', () => {
  let service: TestApp;

  beforeAll(async () => {
    // Nothing listens on port 1.
    service = await createTestApp({
      env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
    });
  });

  afterAll(() => service.close());

  test.each(modules.filter(({ prefix }) => !prefix.includes(':')))(
    '$prefix is unavailable, as it declares',
    async ({ prefix }) => {
      expectProblem(await service.send('GET', `/v1${prefix}`), 503);
    },
  );
});
