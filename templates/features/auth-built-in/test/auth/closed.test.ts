import { afterAll, beforeAll, expect, test } from 'vitest';
import { contractOf } from '../../src/http/guards';
import type { App, Module } from '../../src/http/types';
import { modules } from '../../src/modules';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';

const routes: { method: string; url: string; isPublic: boolean }[] = [];

/** Sees every route of the modules, as they are declared. */
const seen: Module[] = modules.map(({ resource, prefix, routes: serve }) => ({
  resource,
  prefix,
  routes: async (app: App) => {
    app.addHook('onRoute', ({ method, url, config }) => {
      for (const one of [method].flat()) {
        routes.push({ method: one, url, isPublic: config?.public === true });
      }
    });
    await serve(app);
  },
}));

/** Somebody's route that says nothing of who may call it. */
const forgotten: Module = {
  resource: 'forgotten',
  prefix: '/forgotten',
  routes: async (app) => {
    app.get('/', { config: { work: [] } }, async () => 'nobody thought of it');
  },
};

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp({ modules: [...seen, forgotten] });
});

afterAll(() => t.close());

test('a route that does not say who may call it is closed', async () => {
  expectProblem(await t.get('/v1/forgotten'), 401);
  expect((await t.send('GET', '/v1/forgotten')).statusCode).toBe(200);
});

test('what being signed in refuses is part of what a route may answer, unless it is public', () => {
  const route = { method: 'GET', url: '/', config: { work: [] } } as const;
  expect(contractOf(route).problems).toEqual([400, 401, 429, 503]);
  const open = { ...route, config: { ...route.config, public: true } };
  expect(contractOf(open).problems).toEqual([400, 429]);
});

test('every route of the modules is closed to whoever is not signed in', async () => {
  for (const { method, url, isPublic } of routes) {
    if (isPublic || method === 'HEAD') continue;
    const path = url.replaceAll(/:\w+/g, '1');
    const response = await t.app.inject({ method: method as 'GET', url: path });
    expect(response.statusCode, `${method} ${url}`).toBe(401);
  }
});

test('what is public is little, and known', async () => {
  for (const url of ['/livez', '/readyz', '/openapi.json', '/.well-known/jwks.json', '/docs/']) {
    expect((await t.get(url)).statusCode, url).toBe(200);
  }
  for (const url of ['/v1/auth/me', '/v1/auth/sessions']) expectProblem(await t.get(url), 401);
  for (const url of ['logout-all', 'change-password', 'change-email']) {
    expectProblem(await t.post(`/v1/auth/${url}`, {}), 401);
  }
});
