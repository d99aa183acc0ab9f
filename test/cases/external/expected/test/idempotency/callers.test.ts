import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN } from '../../src/auth/roles';
import type { Module } from '../../src/http/types';
import { createTestApp, type TestApp } from '../app';
import { overTokenFor, tokenFor } from '../auth/caller';
import { createUser } from '../auth/user';
import { expectProblem, expectStatus } from '../expect';
import { countKept, createThings, makeThings } from './things';

let t: TestApp;
/** Who calls, and what with: as admins they may, as anybody else they may not. */
let ann: Record<string, string>;
let annNoLonger: Record<string, string>;
let annLeft: Record<string, string>;
let bob: Record<string, string>;

const module: Module = {
  resource: 'things',
  prefix: '/things',
  routes: async (app) => {
    app.addHook('onRoute', (route) => {
      const access = { action: 'create', who: 'admin', rows: {} } as const;
      route.config = { ...route.config, access };
    });
    makeThings(app, async () => {}, { url: '/', guards: ['idempotency'] });
  },
};

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await createThings();
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const [annId, bobId] = [await newUser(), await newUser()];
  ann = bearer(await tokenFor(t.app, annId, [ADMIN]));
  annNoLonger = bearer(await tokenFor(t.app, annId, ['user']));
  annLeft = bearer(await overTokenFor(t.app, annId));
  bob = bearer(await tokenFor(t.app, bobId, [ADMIN]));
});

afterAll(() => t.close());

const newUser = () => createUser(t.db, `${randomUUID()}@example.com`);

const post = (name: string, key: string, caller: Record<string, string>) =>
  t.send('POST', '/v1/things', {
    payload: { name },
    headers: { ...caller, 'idempotency-key': key },
  });

test('a key is its callers own: the same one of somebody else is another', async () => {
  const first = await post("ann's", 'mine', ann);
  expectStatus(first, 201);
  // Not what Ann was answered, nor that there was anything.
  const other = await post("bob's", 'mine', bob);
  expectStatus(other, 201);
  expect(other.headers['idempotency-replayed']).toBeUndefined();
  expect((await post("ann's", 'mine', ann)).body).toBe(first.body);
  expect(await countKept(t.db, "ann's", 'mine')).toEqual([1, 2]);
});

test('a repeat passes every guard: who may no longer do it is not answered', async () => {
  expectStatus(await post('rights', 'rights', ann), 201);
  expectProblem(await post('rights', 'rights', annNoLonger), 403);
  expectProblem(await post('rights', 'rights', annLeft), 401);
  expectProblem(await post('rights', 'rights', { authorization: '' }), 401);
  expectStatus(await post('rights', 'rights', ann), 201);
});
