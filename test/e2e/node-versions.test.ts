import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';
import { needsBundledNode } from '../../src/plan/package-json.ts';
import { majorOf } from '../../src/versions.ts';
import { cachedFolder } from '../support/cache.ts';
import { runInstalledKit } from '../support/installed-kit.ts';
import { filesOf } from '../support/folder.ts';
import { lendModules } from '../support/modules.ts';
import { outsideEnv, run, runKit } from '../support/outside.ts';
import { startBuilt } from '../support/running-service.ts';
import { client } from './journey.ts';
import { allPassed, removeServices, servicesFolder } from './service.ts';

/** What the kit runs on. The first one is older than a service needs. */
const VERSIONS = ['20', '22', '24', '26'];

let parent: string;

beforeAll(() => {
  parent = servicesFolder('node');
});

afterAll(() => removeServices(parent));

describe.each(VERSIONS)('Node %s', (version) => {
  let path: string[];
  beforeAll(async () => {
    path = await nodeFolder(version);
  });

  it('runs the kit: help, a service', async () => {
    const env = outsideEnv({}, path);
    const help = await runKit(['--help'], { cwd: parent, env });
    expect(help).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringContaining('Usage'),
    });

    const cwd = join(parent, version);
    mkdirSync(cwd);
    const args = [
      'shop',
      '--example',
      'shop',
      '--auth',
      'none',
      '--no-install',
      '--no-git',
      '--yes',
    ];
    const created = await runInstalledKit(args, { cwd, env });
    expect(created.exitCode, created.stderr).toBe(0);
  });
});

it('makes no difference to the service, but that on an old one it brings a newer along', () => {
  const [old, ...others] = VERSIONS.map((version) => filesOf(join(parent, version, 'shop')));
  const [first] = others;
  for (const other of others) expect(other).toEqual(first);
  const differing = Object.keys(old ?? {}).filter((path) => old?.[path] !== first?.[path]);
  expect(differing).toEqual(['backend-kit.json', 'package.json']);
  expect(devDependencies(old)).toHaveProperty('node');
  expect(devDependencies(first)).not.toHaveProperty('node');
});

// That each of its scripts asks first, test/unit/plan/package-json.test.ts says.
it.each(['start', 'check'])(
  'is told that it needs a newer one, when `npm run %s` is run on an old one',
  async (name) => {
    const [old = ''] = VERSIONS;
    const env = outsideEnv({}, await nodeFolder(old));
    const cwd = join(parent, '24', 'shop');
    const { exitCode, stderr } = await run(['npm', 'run', '--silent', name], { cwd, env });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^This service needs Node 22\.12 or newer, and this is 20\.[^\n]*$/);
  },
);

/** What the services of all other tests run on: the machine's own, or the one that they bring along. */
const machines = execFileSync('node', ['--version'], { env: outsideEnv(), encoding: 'utf8' });
const usual = needsBundledNode(machines.trim().slice(1)) ? '24' : `${majorOf(machines)}`;
const others = VERSIONS.slice(1).filter((version) => version !== usual);

describe.each(others)('a service on Node %s', (version) => {
  let path: string[];
  let folder: string;
  beforeAll(async () => {
    path = await nodeFolder(version);
    folder = join(parent, version, 'shop');
    await lendModules(folder);
  });

  it('writes its migration, and passes the tests of a module', async () => {
    const env = outsideEnv({}, path);
    const migration = ['npm', 'run', 'db:generate', '--', '--name', 'init'] as const;
    expect(await run([...migration], { cwd: folder, env })).toMatchObject({ exitCode: 0 });
    const tests = await run(['npm', 'test', '--', 'src/modules/orders'], { cwd: folder, env });
    expect(tests.exitCode, tests.stdout).toBe(0);
    expect(tests.stdout).toMatch(allPassed);
  });

  it('builds, starts, answers and ends', async () => {
    const built = await run(['npm', 'run', 'build'], { cwd: folder, env: outsideEnv({}, path) });
    expect(built.exitCode, built.stderr).toBe(0);
    const service = await startBuilt(folder, path);
    try {
      expect(await client(service.origin)('GET', '/v1/orders')).toMatchObject({ status: 200 });
      service.terminate();
      expect(await service.exited, service.output()).toBe(0);
    } finally {
      await service.stop();
    }
  });
});

function devDependencies(files: Record<string, string> = {}): object {
  return JSON.parse(files['package.json'] ?? '{}').devDependencies;
}

/**
 * The folder of a Node of this line, to put before the others on the PATH: none for the machine's own, otherwise the
 * registry's package `node`, fetched once into a folder that git ignores.
 *
 * @throws when it can not be fetched
 */
async function nodeFolder(version: string): Promise<string[]> {
  if (await isNode(version, [])) return [];
  // This repository has one itself.
  const own = join(packageRoot(), 'node_modules', 'node', 'bin');
  if (await isNode(version, [own])) return [own];
  const cache = await cachedFolder(`node-${version}`, (folder) => fetchNode(version, folder));
  const bin = join(cache, 'node_modules', 'node', 'bin');
  if (await isNode(version, [bin])) return [bin];
  throw new Error(`node@${version} in ${cache} is of another line`);
}

async function isNode(version: string, path: string[]): Promise<boolean> {
  const env = outsideEnv({}, path);
  const { stdout } = await run(['node', '--version'], { cwd: parent, env });
  return stdout.startsWith(`v${version}.`);
}

async function fetchNode(version: string, folder: string): Promise<void> {
  // Its install script fetches the binary; npm 12 runs none that is not approved.
  const json = { private: true, allowScripts: { node: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(json));
  const command = ['npm', 'install', '--no-audit', '--no-fund', '--save-exact'] as const;
  const { exitCode, stderr } = await run([...command, `node@${version}`], { cwd: folder });
  if (exitCode === 0) return;
  throw new Error(`Node ${version} could not be fetched from the registry:\n${stderr}`);
}
