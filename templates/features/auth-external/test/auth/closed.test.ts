import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contractOf } from '../../src/http/guards';
import type { Module } from '../../src/http/types';
import { modules } from '../../src/modules';
import { createTestApp, type TestApp } from '../app';

/** Every route of the service. What they declare is read when all is registered: hooks may add to it. */
const routes: RouteOptions[] = [];
const isPublic = ({ config }: RouteOptions) =>
  config?.public === true || config?.access?.who === 'public';

const collect = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', (route) => void routes.push(route));
};

/** Somebody's route that says nothing of who may call it. */
const forgotten: Module = {
  resource: 'forgotten',
  prefix: '/forgotten',
  routes: async (app) => {
    app.get('/', { config: { work: [] } }, async () => 'nobody thought of it');
  },
};

let t: TestApp;

beforeAll(async () => {
  subscribe('fastify.initialization', collect);
  t = await createTestApp();
  unsubscribe('fastify.initialization', collect);
});

afterAll(() => t.close());

test('a service with a route that does not say who may call it does not start', async () => {
  const starting = createTestApp({ modules: [...modules, forgotten] });
  await expect(starting).rejects.toThrow('GET /v1/forgotten/ does not say who may call it');
});

test('what being signed in refuses is part of what a route may answer, unless it is public', () => {
  const route = { method: 'GET', url: '/', config: { work: [] } } as const;
  expect(contractOf(route).problems).toEqual([400, 401, 403, 429, 503]);
  const open = { ...route, config: { ...route.config, public: true } };
  expect(contractOf(open).problems).toEqual([400, 429]);
});

test('every route that is not public is closed to whoever is not signed in', async () => {
  for (const route of routes.filter((one) => !isPublic(one))) {
    // HEAD goes with GET, and OPTIONS is what browsers ask before they bring a token.
    const methods = [route.method].flat().filter((one) => one !== 'HEAD' && one !== 'OPTIONS');
    for (const method of methods) {
      const url = route.url.replaceAll(/:\w+/g, '1');
      expect((await t.app.inject({ method, url })).statusCode, `${method} ${url}`).toBe(401);
    }
  }
});

test('what is public beside the modules is little and known', () => {
  const urls = new Set(routes.filter(isPublic).map(({ url }) => url));
  const isOther = (url: string) =>
    !url.startsWith('/v1/') && !/^\/(?:openapi\.json$|docs(?:$|\/))/.test(url);
  expect([...urls].filter(isOther).toSorted()).toEqual(['/livez', '/readyz']);
});
