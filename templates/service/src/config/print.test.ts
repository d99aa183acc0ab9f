import { expect, test } from 'vitest';
import { given } from '../../test/given';
import { allSecrets, checkVariables } from './check';
import { environments } from './environments';
import { configLines } from './print';
import { variablesSchema } from './variables';

const CANARY = 'cAnAry-9f3kQ7';

test('each variable is shown, with where its value comes from', () => {
  const env = { ...given, APP_ENV: 'production', PORT: '80', LOG_LEVEL: 'warn' };
  const lines = configLines(checkVariables(env), new Map([['LOG_LEVEL', '.env']]));
  expect(lines.map((line) => line.split(' ')[0])).toEqual(
    Object.keys(variablesSchema('production').shape),
  );
  const line = (name: string) =>
    lines
      .find((one) => one.startsWith(`${name} `))
      ?.split(/ {2,}/)
      .slice(1);
  expect(line('PORT')).toEqual(['80', 'environment']);
  expect(line('LOG_LEVEL')).toEqual(['warn', '.env']);
  expect(line('RATE_LIMIT_MAX')).toEqual(['600', 'profile']);
  expect(line('DATABASE_LOCK_TIMEOUT_MS')).toEqual(['5000', 'default']);
  expect(line('SLOW_LISTS_MAX')).toEqual(['-', 'not set']);
});

test('mistakes are shown as well', () => {
  const lines = configLines(checkVariables({ ...given, PORT: 'x' }));
  expect(lines.filter((line) => line.startsWith('!'))).toEqual([
    expect.stringMatching(/^! PORT: /),
  ]);
  expect(lines).toContainEqual(expect.stringMatching(/^PORT +x +environment$/));
});

test.each(environments)('nothing secret is shown in %s', (APP_ENV) => {
  const secrets = Object.fromEntries(allSecrets.map((name) => [name, CANARY.repeat(4)]));
  const url = `postgres://user:${CANARY}@db.example.com/service?sslpassword=${CANARY}`;
  for (const env of [secrets, { DATABASE_URL: url }]) {
    const text = configLines(checkVariables({ ...given, ...env, APP_ENV })).join('\n');
    expect(text).toContain('DATABASE_URL ');
    expect(text).not.toContain(CANARY);
  }
});

test.each([
  // As URLs are read, these are no passwords but a port and what comes behind it.
  `postgres://user:12#${CANARY}@db.example.com/service`,
  `postgres://user:12?${CANARY}@db.example.com/service`,
  `postgres://user:12/${CANARY}@db.example.com/service`,
  `postgres://user:a%2@${CANARY}@db.example.com:x/service`,
  // As some services want it.
  `postgres://${CANARY}:${CANARY}@db.example.com/service`,
  `postgres://db.example.com/service?PGPASSWORD=${CANARY}&Authorization=${CANARY}`,
  `postgres://user:p@db.example.com/service#${CANARY}`,
])('nothing secret is shown of %s', (DATABASE_URL) => {
  const text = configLines(checkVariables({ ...given, DATABASE_URL })).join('\n');
  expect(text).toMatch(/^DATABASE_URL /m);
  expect(text).not.toContain(CANARY);
});

test('what is called like a secret is one', () => {
  const names = environments.flatMap((one) => Object.keys(variablesSchema(one).shape));
  const isCalledSo = (name: string) =>
    /(?:SECRET|PASSWORD|TOKEN|(?:API|PRIVATE|ACCESS)_KEY)(?:_OLD)?$/.test(name);
  expect(allSecrets).toEqual(expect.arrayContaining(names.filter(isCalledSo)));
});
