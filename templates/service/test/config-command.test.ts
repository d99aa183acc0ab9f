import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { given } from './given';

const { DATABASE_URL, ...rest } = given;

/** Runs the command as `npm run config:check` does, with these variables only. */
function config(args: string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'scripts/config.ts', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
}

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
