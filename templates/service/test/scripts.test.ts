import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundle, checkNodeFirst } from '../scripts/bundle';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

test.each(Object.entries(scripts))('%s looks at the version of Node first', (_name, script) => {
  expect(script).toMatch(/^node (?:-r \.\/)?scripts\/check-node\.cjs /);
});

test.each([
  ['20.20.2', 'npm/10.8.2 node/v20.20.2', '`npm install -D node@22`'],
  ['22.11.0', 'yarn/4.9.0 npm/? node/v22.11.0', '.nvmrc'],
])('Node %s is told in one sentence what to do', (version, agent, wayOut) => {
  const { status, stderr } = onNode(version, agent);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^This service needs Node 22\.12 or newer, .*\.\n$/);
  expect(stderr).toContain(version);
  expect(stderr).toContain(wayOut);
});

test.each(['22.12.0', '24.0.0'])('Node %s is fine', (version) => {
  expect(onNode(version, '')).toMatchObject({ status: 0, stderr: '' });
});

test('so does what is built, before it loads anything else', async () => {
  const folder = mkdtempSync(path.resolve('node_modules', '.old-node-'));
  const dist = path.join(folder, 'dist');
  const entryPoint = 'scripts/config.ts';
  try {
    await bundle([entryPoint], dist);
    copyFileSync('package.json', path.join(folder, 'package.json'));
    checkNodeFirst([entryPoint], dist);
    const start = (version: string) =>
      run(['--import', `data:text/javascript,${pretend(version)}`, path.join(dist, 'config.js')]);
    expect(start('20.20.2')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^This service needs Node 22\.12 or newer, .*\.\n$/),
    });
    expect(start('22.12.0').stderr).toMatch(/^usage: /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Runs the check as a Node of that version would. */
function onNode(version: string, agent: string) {
  return run(['-e', `${pretend(version)}; require('./scripts/check-node.cjs')`], agent);
}

function pretend(version: string): string {
  return `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
}

function run(args: string[], agent = 'npm') {
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, npm_config_user_agent: agent },
  });
}
