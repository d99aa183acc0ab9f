import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cachedFolder } from '../support/cache.ts';
import { filesOf } from '../support/folder.ts';
import { lendModules } from '../support/modules.ts';
import { outsideEnv, run, runKit } from '../support/outside.ts';
import { startBuilt } from '../support/running-service.ts';
import { client } from './journey.ts';

/** What the kit runs on. The first one is older than a service needs. */
const VERSIONS = ['20', '22', '24', '26'];

let parent: string;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'kit-node-'));
  chmodSync(parent, 0o755);
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe.each(VERSIONS)('Node %s', (version) => {
  let path: string[];
  beforeAll(async () => {
    path = await nodeFolder(version);
  });

  it('runs the kit: help, a dry run, a service', async () => {
    const env = outsideEnv({}, path);
    const help = await runKit(['--help'], { cwd: parent, env });
    expect(help).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringContaining('Usage'),
    });

    const args = ['shop', '--example', 'shop', '--no-install', '--yes'];
    const dry = await runKit([...args, '--dry-run', '--json'], { cwd: parent, env });
    expect(dry.exitCode, dry.stderr).toBe(0);
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, name: 'shop' });

    const cwd = join(parent, version);
    mkdirSync(cwd);
    const created = await runKit([...args, '--no-git'], { cwd, env });
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

it('is told that it needs a newer one, by whichever script is run on an old one', async () => {
  const [old = ''] = VERSIONS;
  const env = outsideEnv({}, await nodeFolder(old));
  const folder = join(parent, '24', 'shop');
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const script of Object.keys(scripts)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other leaves the machine to the other tests
    const { exitCode, stderr } = await run(['npm', 'run', '--silent', script], {
      cwd: folder,
      env,
    });
    expect(exitCode, script).toBe(1);
    expect(stderr).toMatch(/^This service needs Node 22\.12 or newer, and this is 20\.[^\n]*$/);
  }
});

describe.each(VERSIONS.slice(1))('a service on Node %s', (version) => {
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
    expect(tests.stdout).toMatch(/^ *Tests +\d+ passed \(\d+\)$/m);
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
  const own = await run(['node', '--version'], { cwd: parent });
  if (own.stdout.startsWith(`v${version}.`)) return [];
  const cache = await cachedFolder(`node-${version}`, (folder) => fetchNode(version, folder));
  const bin = join(cache, 'node_modules', 'node', 'bin');
  const found = await run(['node', '--version'], { cwd: parent, env: outsideEnv({}, [bin]) });
  if (!found.stdout.startsWith(`v${version}.`)) {
    throw new Error(`node@${version} in ${cache} is ${found.stdout || found.stderr}`);
  }
  return [bin];
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
