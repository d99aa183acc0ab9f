import { describe, expect, test } from 'vitest';
import { given } from '../../test/given';
import { mistakesOf } from '../../test/mistakes';
import { type Config, loadConfig, loadDatabaseConfig } from './config';

const { DATABASE_URL } = given;
test('a profile gives the defaults, a variable overrides them', () => {
  const development = loadConfig({ DATABASE_URL });
  expect(development.environment).toBe('development');
  expect(development.server.host).toBe('127.0.0.1');

  const production = loadConfig({ ...given, APP_ENV: 'production', RATE_LIMIT_MAX: '7' });
  expect(production.server.host).toBe('0.0.0.0');
  expect(production.log.pretty).toBe(false);
  expect(production.server.hsts).toBe(true);
  expect(production.rateLimit.max).toBe(7);
});

test('what faces the public is limited, gives a load balancer time, and shows no more than it must [ASVS 13.4.2]', () => {
  const { production, staging } = Object.fromEntries(
    ['production', 'staging'].map((APP_ENV) => [APP_ENV, loadConfig({ ...given, APP_ENV })]),
  ) as Record<'production' | 'staging', Config>;
  expect(production.rateLimit.max).toBeGreaterThan(0);
  expect(production.server.drainDelay).toBeGreaterThan(0);
  expect(production.log.level).toBe('info');
  const { server, database, log, cors, rateLimit, shedding } = staging;
  expect(production).toMatchObject({ server, database, log, cors, rateLimit, shedding });
});

test('production and a laptop differ in pool, limits, timeouts, headers and what is logged', () => {
  const [production, laptop] = ['production', 'development'].map((APP_ENV) =>
    loadConfig({ ...given, APP_ENV }),
  ) as [Config, Config];
  expect(production.database.poolMax).toBeGreaterThan(laptop.database.poolMax);
  expect(production.shedding.maxWaiting).toBeGreaterThan(0);
  expect(production.shedding.maxLoopDelay).toBeGreaterThan(0);
  // A laptop that compiles is no overload, and nobody waits for a load balancer there.
  expect(laptop.shedding).toEqual({ maxWaiting: 0, maxLoopDelay: 0 });
  expect([laptop.rateLimit.max, laptop.server.drainDelay]).toEqual([0, 0]);
  expect(laptop.server.hsts).toBe(false);
  // What many requests keep in memory for whoever writes the code.
  expect([production.log.repeatedQueries, laptop.log.repeatedQueries]).toEqual([false, true]);
  expect(production.log.slowQuery).toBeGreaterThan(laptop.log.slowQuery);
});

test.each([
  ['PORT', '-1', '65536'],
  ['BODY_LIMIT_BYTES', '1023', '104857601'],
  ['REQUEST_TIMEOUT_MS', '-1', '3600001'],
  ['DRAIN_DELAY_MS', '-1', '300001'],
  ['SHUTDOWN_TIMEOUT_MS', '-1', '300001'],
  ['DATABASE_POOL_MAX', '0', '1001'],
  ['DATABASE_STATEMENT_TIMEOUT_MS', '-1', '3600001'],
  ['RATE_LIMIT_MAX', '-1', '1.5'],
  ['RATE_LIMIT_WINDOW_MS', '999', '3600001'],
])('%s is neither %s nor %s', (name, low, high) => {
  for (const value of [low, high, 'x']) {
    const [mistake] = mistakesOf({ DATABASE_URL, [name]: value });
    expect(mistake).toMatch(new RegExp(`^${name}: `));
  }
});

test('every mistake is named at once, and no value is repeated', () => {
  const env = {
    ...given,
    APP_ENV: 'prod',
    DATABASE_URL: 'mysql://user:hidden@localhost/service',
    PORT: '99999',
    LOG_REQUESTS: 'perhaps',
    CORS_ORIGINS: 'https://app.example.com/path',
  };
  const names = mistakesOf(env).map((mistake) => mistake.split(':')[0]);
  expect(new Set(names)).toEqual(
    new Set(['APP_ENV', 'CORS_ORIGINS', 'DATABASE_URL', 'LOG_REQUESTS', 'PORT']),
  );
  expect(mistakesOf(env).join()).not.toContain('hidden');
});

test.each([
  ['DATABASE_URL', 'postgres://user:hidden@localhost:abc/service'],
  ['DATABASE_URL', 'postgres://user:hid/den@localhost/service'],
  ['DATABASE_URL', 'postgres://user:hidden@localhost:0/service'],
  ['DATABASE_URL', 'postgres://user:hidden@localhost/service?port=x'],
  ['DATABASE_URL', 'postgres://user:hidden@localhost'],
  ['DATABASE_URL', 'postgres://user:hidden@localhost/?application_name=service'],
  ['DATABASE_URL', 'postgres://user:hidden@localhost/service?sslmode=verifyfull'],
  ['DATABASE_URL', 'postgres://user:hidden@localhost/service?sslrootcert=/nowhere/ca.pem'],
  ['TRUST_PROXY', 'abc'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', '10.0.0.1,proxy.example.com'],
  ['LOG_CLIENT_ADDRESS', 'some'],
])('what would fail later is named at the start: %s=%s', (name, value) => {
  const mistakes = mistakesOf({ DATABASE_URL, [name]: value });
  expect(mistakes).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  expect(mistakes.join()).not.toContain('hid');
});

test('the end of a line is no part of a database', () => {
  const { url } = loadConfig({ DATABASE_URL: `${DATABASE_URL}\n` }).database;
  expect(url).toBe(DATABASE_URL);
});

test('a production that does not say so to the service is a mistake, and no development', () => {
  const env = { ...given, NODE_ENV: 'production' };
  expect(mistakesOf(env)).toEqual([expect.stringMatching(/^APP_ENV: is required/)]);
  expect(mistakesOf({ ...env, APP_ENV: 'production' })).toEqual([]);
});

describe.each(['staging', 'production'])('%s', (APP_ENV) => {
  const refused = (env: NodeJS.ProcessEnv) => mistakesOf({ ...given, APP_ENV, ...env });

  test('does not start with pages that anybody on the way can change', () => {
    const CORS_ORIGINS = 'https://app.example.com,http://old.example.com';
    expect(refused({ CORS_ORIGINS })).toEqual([
      expect.stringMatching(/^CORS_ORIGINS: must be https/),
    ]);
    expect(mistakesOf({ DATABASE_URL, CORS_ORIGINS })).toEqual([]);
  });
});

test('limits that contradict each other are refused', () => {
  expect(mistakesOf({ DATABASE_URL, DATABASE_POOL_MIN: '9', DATABASE_POOL_MAX: '3' })).toEqual([
    'DATABASE_POOL_MIN: must not be greater than DATABASE_POOL_MAX',
  ]);
  const late = { HEADERS_TIMEOUT_MS: '40000', REQUEST_DEADLINE_MS: '70000' };
  expect(mistakesOf({ DATABASE_URL, ...late })).toEqual([
    'HEADERS_TIMEOUT_MS: must not be greater than REQUEST_TIMEOUT_MS, which is for all of the request',
    'IDLE_SOCKET_TIMEOUT_MS: must be greater than REQUEST_DEADLINE_MS, while which nothing may be sent',
  ]);
  expect(mistakesOf({ DATABASE_URL, SLOW_LISTS_MAX: '3', DATABASE_POOL_MAX: '3' })).toEqual([
    'SLOW_LISTS_MAX: must be less than DATABASE_POOL_MAX, or nothing is left for other requests',
  ]);
});

test.each(['https://*.example.com', 'https://app.example.com/', 'app.example.com', 'null'])(
  'an origin that no browser sends is none: %s',
  (CORS_ORIGINS) => {
    const list = `https://app.example.com,${CORS_ORIGINS}`;
    expect(mistakesOf({ ...given, CORS_ORIGINS: list })).toEqual([
      expect.stringMatching(/^CORS_ORIGINS: must be origins such as/),
    ]);
  },
);

test('a missing database is an error, an empty variable is a missing one', () => {
  expect(mistakesOf({ DATABASE_URL: '' })).toEqual([
    expect.stringMatching(/^DATABASE_URL: is requ/),
  ]);
});

test('who applies migrations needs to know the database, and nothing else', () => {
  const env = { APP_ENV: 'production', DATABASE_URL, PORT: 'x' };
  expect(loadDatabaseConfig(env)).toEqual(loadConfig({ ...given, APP_ENV: 'production' }).database);
  expect(() => loadDatabaseConfig({ APP_ENV: 'production' })).toThrow('DATABASE_URL: is required');
  expect(() => loadDatabaseConfig({ ...env, APP_ENV: 'prod' })).toThrow('APP_ENV: must be one of');
});

test('the configuration can not be changed', () => {
  const config = loadConfig({ DATABASE_URL, CORS_ORIGINS: 'https://a.example,https://b.example' });
  expect(config.cors.origins).toEqual(['https://a.example', 'https://b.example']);
  expect(() => Object.assign(config.server, { port: 1 })).toThrow(TypeError);
  expect(() => config.cors.origins.push('x')).toThrow(TypeError);
});

test('trust in proxies is a number, a list or a switch', () => {
  const trust = (value: string) =>
    loadConfig({ DATABASE_URL, TRUST_PROXY: value }).server.trustProxy;
  expect([trust('true'), trust('2'), trust('10.0.0.0/8')]).toEqual([true, 2, '10.0.0.0/8']);
  for (const list of ['loopback', '10.0.0.1, ::1', 'fc00::/7,uniquelocal'])
    expect(trust(list)).toBe(list);
});
