import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Module } from '../../src/http/types';
import { createTestApp, type TestApp } from '../app';
import { expectStatus } from '../expect';
import { countKept, createThings, thingPoster, thingsModule } from './things';

let t: TestApp;
let tenant: string;

const things = thingsModule();
const module: Module = {
  ...things,
  routes: async (app) => {
    // As if a guard had found out which tenant it is about.
    app.addHook('preHandler', async (request) => {
      Object.assign(request, { tenant: { id: tenant, isManager: false } });
    });
    await things.routes(app);
  },
};

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await createThings();
});

afterAll(() => t.close());

const post = thingPoster(() => t);

test('a key belongs to the tenant that a request names: in another one it is another', async () => {
  tenant = randomUUID();
  expectStatus(await post({ name: 'here' }, 'tenant'), 201);
  tenant = randomUUID();
  const there = await post({ name: 'there' }, 'tenant');
  expectStatus(there, 201);
  expect(there.headers['idempotency-replayed']).toBeUndefined();
  expect(await countKept(t.db, 'there', 'tenant')).toEqual([1, 2]);
});
