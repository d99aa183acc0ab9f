import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { given } from './given';

const { DATABASE_URL, ...rest } = given;

/** Runs a script with these variables only. */
function script(name: string, args: string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
}

/** As `npm run config:check` does. */
const config = (args: string[], env: NodeJS.ProcessEnv) => script('config', args, env);

test('the configuration of an environment is checked where its secrets are not, and no database is', () => {
  const good = config(['check', '--env', 'production'], rest);
  expect(good.stderr).toBe('');
  expect(good).toMatchObject({ status: 0 });
  expect(good.stdout).toContain('DATABASE_URL');

  const bad = config(['check', '--env', 'production'], { ...rest, PORT: '99999' });
  expect(bad).toMatchObject({ status: 1 });
  expect(bad.stderr).toMatch(/^The configuration of production is not valid:\n {2}PORT: /);
});

test('with --secrets they have to be there', () => {
  const args = ['check', '--env', 'production', '--secrets'];
  expect(config(args, given)).toMatchObject({ status: 0, stderr: '' });
  const { status, stderr } = config(args, rest);
  expect(status).toBe(1);
  expect(stderr).toContain('DATABASE_URL: is required');
});

test('it is printed without what is secret', () => {
  const env = { ...rest, DATABASE_URL };
  const { status, stdout } = config(['print', '--env', 'production'], env);
  expect(status).toBe(0);
  expect(stdout).toContain('postgres://user:***@localhost/service');
  expect(stdout).not.toContain('hidden');
});

test('an environment that there is not is told those that there are', () => {
  const { status, stderr } = config(['check', '--env', 'prod'], given);
  expect(status).toBe(2);
  expect(stderr).toContain('development|test|staging|production');
});

test('migrations are applied by whoever knows the database, and no other secret', () => {
  const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';
  const env = { APP_ENV: 'production', DATABASE_URL: nowhere };
  const { status, stderr } = script('migrate', [], env);
  expect(status).toBe(1);
  expect(stderr).toContain('ECONNREFUSED');
  expect(script('migrate', [], { APP_ENV: 'production' }).stderr).toContain(
    'DATABASE_URL: is required',
  );
});
