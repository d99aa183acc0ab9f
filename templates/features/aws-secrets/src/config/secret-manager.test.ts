import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { given } from '../../test/given';
import { type Failure, type SecretsManager, startSecretsManager } from '../../test/secrets-manager';
import { ConfigError, loadConfig } from './config';
import { logFailedReads, manage } from './managed-secrets';
import { fetchSecrets } from './secret-manager';

const CANARY = 'cAnAry-5tR8wM2';
const { DATABASE_URL: _, ...rest } = given;
const urlWith = (password: string) => `postgres://user:${password}@db.example.com/service`;
const secret = JSON.stringify({ DATABASE_URL: urlWith(CANARY), of: 'another service' });
let aws: SecretsManager;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  aws = await startSecretsManager();
  env = { ...rest, APP_ENV: 'production', ...aws.env };
  // The SDK looks for these itself.
  for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
});

beforeEach(() => aws.answer(secret));

afterAll(async () => {
  vi.unstubAllEnvs();
  // Other files of tests may run in this process.
  manage([], new Map(), { fetch: async () => new Map(), floor: 0 });
  await aws.close();
});

/** Runs a script with these variables only. */
function script(name: string, args: string[], variables: NodeJS.ProcessEnv) {
  const command = ['--import', 'tsx', name, ...args];
  const options = { env: { PATH: process.env['PATH'], ...variables } };
  return promisify(execFile)(process.execPath, command, options).then(
    ({ stdout, stderr }) => ({ code: 0, printed: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, printed: String(stdout) + String(stderr) }),
  );
}

test('a secret of AWS fills variables that are secret; what the environment says comes first', async () => {
  await fetchSecrets(env);
  expect(loadConfig(env).database.url).toBe(urlWith(CANARY));
  const own = { ...env, DATABASE_URL: urlWith('own') };
  expect(loadConfig(own).database).toMatchObject({ url: urlWith('own'), urlAgain: undefined });
});

test.each<[string, string | Failure, RegExp]>([
  ['denied', { error: 'AccessDeniedException' }, /may not be read: the role needs secretsmanager/],
  ['of another kind', { error: 'InternalServiceError' }, /can't be read \(InternalServiceError\)/],
  ['silent', { silent: true }, /AWS did not answer in time/],
  ['garbage', { garbage: `<p>${CANARY}` }, /can't be read/],
  ['no JSON', `${CANARY} {`, /is no JSON object of variables/],
  ['no object', `["${CANARY}"]`, /is no JSON object of variables/],
  ['of other values', `{"DATABASE_URL":{"a":"${CANARY}"}}`, /is no JSON object of variables/],
  ['no secret', `{"PORT":"${CANARY}"}`, /holds PORT, which is no secret/],
])('where it is %s, the start is refused in one sentence without it', async (_name, next, says) => {
  aws.answer(next);
  const error = await fetchSecrets({ ...env, AWS_SECRET_TIMEOUT_MS: '400' }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigError);
  const { mistakes } = error as ConfigError;
  expect(mistakes).toEqual([expect.stringMatching(says)]);
  expect(mistakes[0]).toMatch(/^AWS_SECRET_ID: /);
  expect(String((error as Error).stack)).not.toContain(CANARY);
  expect(mistakes[0]).not.toContain('arn:');
});

test('where there is no such secret, the process says so and ends', async () => {
  const { code, printed } = await script('src/main.ts', [], { ...env, AWS_SECRET_ID: 'other' });
  expect([code, printed]).toEqual([
    1,
    'The configuration is not valid:\n  AWS_SECRET_ID: there is no such secret in this region\n',
  ]);
});

test('without AWS_SECRET_ID, nobody is asked', async () => {
  const before = aws.asked();
  await fetchSecrets({ ...env, AWS_SECRET_ID: undefined });
  expect(aws.asked()).toBe(before);
});

test('it is read again, no more often than told, and kept while that fails', async () => {
  const FLOOR = 300;
  const lines: string[] = [];
  logFailedReads(pino({}, { write: (line: string) => void lines.push(line) }));
  await fetchSecrets({ ...env, AWS_SECRET_FLOOR_MS: String(FLOOR) });
  const { urlAgain } = loadConfig(env).database;
  const before = aws.asked();
  aws.answer(JSON.stringify({ DATABASE_URL: urlWith('next') }));
  await expect.poll(() => urlAgain?.()).toBe(urlWith('next'));
  expect(aws.asked()).toBe(before + 1);
  // Many at once are one.
  await Promise.all(Array.from({ length: 20 }, async () => urlAgain?.()));
  expect(aws.asked()).toBeLessThanOrEqual(before + 2);

  aws.answer({ error: 'AccessDeniedException' });
  const fails = async () => [await urlAgain?.(), lines.length > 0];
  await expect.poll(fails).toEqual([urlWith('next'), true]);
  expect(lines[0]).toContain('may not be read');
  expect(lines.join()).not.toContain('next@');
});

test('AWS that is silent holds up nobody for long', async () => {
  await fetchSecrets({ ...env, AWS_SECRET_FLOOR_MS: '100', AWS_SECRET_TIMEOUT_MS: '60000' });
  const { urlAgain } = loadConfig(env).database;
  aws.answer({ silent: true });
  const before = aws.asked();
  // A minute, if it waited for AWS.
  await expect
    .poll(async () => [await urlAgain?.(), aws.asked() > before])
    .toEqual([urlWith(CANARY), true]);
});

test('config:print says what came from there, masked; config:check asks nobody', async () => {
  const print = await script('scripts/config.ts', ['print'], env);
  expect(print.printed).toMatch(/^DATABASE_URL +postgres:\/\/user:\*\*\*@\S+ +secret manager$/m);
  expect(print.printed).not.toContain(CANARY);
  const before = aws.asked();
  expect((await script('scripts/config.ts', ['check'], env)).code).toBe(0);
  expect(aws.asked()).toBe(before);
  expect((await script('scripts/config.ts', ['check', '--secrets'], env)).code).toBe(0);
  expect(aws.asked()).toBe(before + 1);
});
