import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

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

/** Runs the check as a Node of that version would. */
function onNode(version: string, agent: string) {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
  return spawnSync(process.execPath, ['-e', `${pretend}; require('./scripts/check-node.cjs')`], {
    encoding: 'utf8',
    env: { ...process.env, npm_config_user_agent: agent },
  });
}
