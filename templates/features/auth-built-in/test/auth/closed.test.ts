import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contractOf } from '../../src/http/guards';
import type { Module } from '../../src/http/types';
import { modules } from '../../src/modules';
import { type AuthApp, createAuthApp } from './client';

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

let t: AuthApp;

beforeAll(async () => {
  subscribe('fastify.initialization', collect);
  t = await createAuthApp();
  unsubscribe('fastify.initialization', collect);
});

afterAll(() => t.close());

test('a service with a route that does not say who may call it does not start [ASVS 8.2.1]', async () => {
  const starting = createAuthApp({ modules: [...modules, forgotten] });
  await expect(starting).rejects.toThrow('GET /v1/forgotten/ does not say who may call it');
});

test('what being signed in refuses is part of what a route may answer, unless it is public', () => {
  const route = { method: 'GET', url: '/', config: { work: [] } } as const;
  expect(contractOf(route).problems).toEqual([400, 401, 429, 503]);
  const open = { ...route, config: { ...route.config, public: true } };
  expect(contractOf(open).problems).toEqual([400, 429]);
});

test('every route that is not public is closed to whoever is not signed in [ASVS 7.2.1, 8.2.1, 8.3.1]', async () => {
  const closed = routes.flatMap((route) => {
    if (isPublic(route)) return [];
    const methods = [route.method].flat();
    // HEAD goes with GET, and OPTIONS is what browsers ask before they bring a token.
    return methods
      .filter((method) => method !== 'HEAD' && method !== 'OPTIONS')
      .map((method) => ({ method, url: route.url.replaceAll(/:\w+/g, '1') }));
  });
  expect(closed.map(({ url }) => url)).toContain('/v1/auth/me');
  for (const { method, url } of closed) {
    const response = await t.app.inject({ method, url });
    expect(response.statusCode, `${method} ${url}`).toBe(401);
  }
});

test('what is public beside the modules is little, known, and open [ASVS 6.4.2, 13.4.5]', async () => {
  const urls = new Set(routes.filter(isPublic).map(({ url }) => url));
  const ofModules = (url: string) => url.startsWith('/v1/') && !url.startsWith('/v1/auth/');
  const ofDocs = (url: string) => /^\/(?:openapi\.json$|docs(?:$|\/))/.test(url);
  const beside = [...urls].filter((url) => !ofModules(url) && !ofDocs(url));
  const open = ['/livez', '/readyz', '/.well-known/jwks.json'];
  const signIn = ['login', 'refresh', 'logout', 'register', 'verify-email', 'confirm-email'];
  const resets = ['forgot-password', 'reset-password'];
  const known = [...open, ...[...signIn, ...resets].map((name) => `/v1/auth/${name}`)];
  expect(beside.toSorted()).toEqual(known.toSorted());
  for (const url of open) expect((await t.get(url)).statusCode, url).toBe(200);
  // A service without these pages has no such routes.
  expect(routes.filter(({ url }) => ofDocs(url)).filter((route) => !isPublic(route))).toEqual([]);
});

test('nothing is written by a method that pages of other sites can send freely [ASVS 3.5.3]', () => {
  const writing = routes.filter(({ config }) => config?.work?.includes('write'));
  const methods = new Set(writing.flatMap(({ method }) => method));
  expect(methods).toContain('POST');
  for (const safe of ['GET', 'HEAD', 'OPTIONS']) expect(methods).not.toContain(safe);
});
