import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../src/access/policy';
import { contractOf, type Declaration, registerDeclarations } from '../../src/http/guards';
import type { App, Module } from '../../src/http/types';
import { modules } from '../../src/modules';
import { createTestApp, type TestApp } from '../app';
import { openActions, openPages, refusals } from './doors';

/** Every route of the service. What they declare is read when all is registered: hooks may add to it. */
const routes: RouteOptions[] = [];
const isPublic = ({ config }: RouteOptions) =>
  config?.public === true || config?.access?.who === 'public';

const collect = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', (route) => void routes.push(route));
};

/** Somebody's route. */
const extra = (config: Declaration): Module => ({
  resource: 'extra',
  prefix: '/extra',
  routes: async (app) => {
    app.get('/', { config }, async () => 'nobody thought of it');
    app.post('/', { config: { ...config, work: ['write'] } }, async () => 'written');
  },
});

let t: TestApp;

beforeAll(async () => {
  subscribe('fastify.initialization', collect);
  t = await createTestApp({ modules: [...modules, extra({ access: signedIn, work: [] })] });
  unsubscribe('fastify.initialization', collect);
});

afterAll(() => t.close());

test('a service with a route that does not say who may call it does not start [ASVS 8.2.1]', async () => {
  const starting = createTestApp({ modules: [...modules, extra({ work: [] })] });
  await expect(starting).rejects.toThrow('GET /v1/extra/ does not say who may call it');
});

test('a service without the guard does not start, where a route is not public', async () => {
  const app = Fastify() as unknown as App;
  registerDeclarations(app);
  app.get('/open', { config: { public: true, work: [] } }, async () => 'open');
  const close = () => app.get('/closed', { config: { work: [] } }, async () => 'closed');
  expect(close).toThrow('registerGuard');
  await app.close();
});

test('who is not signed in is counted by the rate limit, too', async () => {
  const env = { RATE_LIMIT_MAX: '2', RATE_LIMIT_WINDOW_MS: '600000' };
  const service = await createTestApp({ env, modules: [extra({ access: signedIn, work: [] })] });
  const ask = async () => (await service.app.inject({ url: '/v1/extra' })).statusCode;
  expect([await ask(), await ask(), await ask()]).toEqual([401, 401, 429]);
  await service.close();
});

test('what being signed in refuses is part of what a route may answer, unless it is public', () => {
  const route = { method: 'GET', url: '/', config: { work: [] } } as const;
  expect(contractOf(route).problems).toEqual([400, 429, ...refusals].toSorted((a, b) => a - b));
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
  expect(closed.map(({ url }) => url)).toContain('/v1/extra/');
  for (const { method, url } of closed) {
    const response = await t.app.inject({ method, url });
    expect(response.statusCode, `${method} ${url}`).toBe(401);
  }
});

test('what is public beside the modules is little, known, and open [ASVS 6.4.2, 13.4.5]', async () => {
  const urls = new Set(routes.filter(isPublic).map(({ url }) => url));
  const ofModules = (url: string) =>
    modules.some(({ prefix }) => url === `/v1${prefix}` || url.startsWith(`/v1${prefix}/`));
  const ofDocs = (url: string) => /^\/(?:openapi\.json$|docs(?:$|\/))/.test(url);
  const beside = [...urls].filter((url) => !ofModules(url) && !ofDocs(url));
  expect(beside.toSorted()).toEqual([...openPages, ...openActions].toSorted());
  for (const url of openPages) {
    // Whether it is ready is asked of Postgres, which may take a moment longer than it has.
    await expect
      .poll(async () => (await t.app.inject({ url })).statusCode, { message: url })
      .toBe(200);
  }
  // A service without these pages has no such routes.
  expect(routes.filter(({ url }) => ofDocs(url)).filter((route) => !isPublic(route))).toEqual([]);
});

test('nothing is written by a method that pages of other sites can send freely [ASVS 3.5.3]', () => {
  const writing = routes.filter(({ config }) => config?.work?.includes('write'));
  const methods = new Set(writing.flatMap(({ method }) => method));
  expect(methods).toContain('POST');
  for (const safe of ['GET', 'HEAD', 'OPTIONS']) expect(methods).not.toContain(safe);
});
