import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { filesOf } from '../support/folder.ts';
import { outsideEnv, type Ran, run } from '../support/outside.ts';
import { linkFolder } from '../support/copy.ts';
import { packageStore } from '../support/modules.ts';
import { type Registry, startRegistry } from './registry-server.ts';
import { removeServices } from './service.ts';

const { name: kit, version } = kitPackage();
const scoped = `@acme/${kit}`;

let machine: string;
let registry: Registry;
let env: NodeJS.ProcessEnv;

/**
 * A machine that has nothing of the kit but the registry: a home, npm's settings and npm's cache of its own. What is in the cache
 * from the start are the packages of others: to fetch hundreds of them once more would prove nothing.
 */
beforeAll(async () => {
  machine = mkdtempSync(join(tmpdir(), 'kit-machine-'));
  chmodSync(machine, 0o755);
  for (const folder of ['home', 'registry', 'packed']) mkdirSync(join(machine, folder));
  await fillCache(join(machine, 'home', '.npm'));
  registry = await startRegistry(join(machine, 'registry'));
  const settings = [
    `registry=${registry.url}`,
    `${registry.url.replace('http:', '')}:_authToken=anybody`,
    'update-notifier=false',
    // What is in the cache is taken as it is: to ask about hundreds of packages anew, for each installation, took longer than all else.
    'prefer-offline=true',
  ];
  writeFileSync(join(machine, 'home', '.npmrc'), `${settings.join('\n')}\n`);
  env = machineEnv();
  const tarball = await pack(packageRoot());
  await ok(['npm', 'publish', tarball]);
});

afterAll(async () => {
  await registry?.stop();
  await removeServices(machine);
});

/** Puts what npm has fetched here before into the cache of that machine. */
async function fillCache(cache: string): Promise<void> {
  // Whoever makes the packages that all services share has fetched them.
  await packageStore();
  const { stdout } = await run(['npm', 'config', 'get', 'cache'], { cwd: machine });
  const own = join(stdout.trim(), '_cacache');
  const copy = join(cache, '_cacache');
  mkdirSync(copy, { recursive: true });
  // Files of the content never change, while npm adds to those of the index. On another disk all is fetched anew: somebody's
  // cache may be too large to be copied.
  if (linkFolder(join(own, 'content-v2'), join(copy, 'content-v2')))
    cpSync(join(own, 'index-v5'), join(copy, 'index-v5'), { recursive: true });
}

/** The test's own settings of npm would lead around the registry. */
function machineEnv(): NodeJS.ProcessEnv {
  const home = join(machine, 'home');
  const own = Object.entries(outsideEnv()).filter(([name]) => !/^npm_/i.test(name));
  return { ...Object.fromEntries(own), HOME: home, npm_config_cache: join(home, '.npm') };
}

/** Runs a program on that machine. */
function onMachine(command: [string, ...string[]], cwd = machine): Promise<Ran> {
  return run(command, { cwd, env });
}

async function ok(command: [string, ...string[]], cwd = machine): Promise<string> {
  const { exitCode, stdout, stderr } = await onMachine(command, cwd);
  expect(exitCode, `${command.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

/** Packs a folder's package, without building it anew: other tests use the build at the same time. */
async function pack(folder: string): Promise<string> {
  const packed = join(machine, 'packed');
  const command = ['npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', packed];
  const [{ filename }] = JSON.parse(await ok(command as [string, ...string[]], folder));
  return join(packed, filename);
}

/**
 * Gives one service the installed packages of another, all but the kit, which is then all that is left to install: what the
 * others are is the same for each of them.
 */
function moveModules(from: string, to: string): void {
  const modules = join(machine, to, 'node_modules');
  renameSync(join(machine, from, 'node_modules'), modules);
  for (const name of [kit, '@acme']) rmSync(join(modules, name), { recursive: true, force: true });
}

/**
 * Gives `npx` the packages that it has installed for the kit under another name, all but the kit: what the kit needs is the same
 * from wherever it comes. Its folders are named after what it is asked for; if npm comes to name them in another way, it installs
 * all of it once more, which takes longer and proves the same.
 */
function moveNpxModules(from: string, to: string): void {
  const [old, own] = [from, to].map((asked) => {
    const name = createHash('sha512').update(asked).digest('hex').slice(0, 16);
    return join('home/.npm/_npx', name);
  }) as [string, string];
  if (!existsSync(join(machine, old))) return;
  mkdirSync(join(machine, own));
  moveModules(old, own);
}

function json(...path: string[]) {
  return JSON.parse(readFileSync(resolve(machine, ...path), 'utf8'));
}

const flags = ['--example', 'blog', '--auth', 'none', '--yes', '--no-install', '--no-git'];

const invoices = ['--new', 'invoices', '--ref', 'author:users:cascade'].concat(
  [
    'number:varchar(24):unique',
    'total:numeric(12,2)',
    'status:enum(draft,sent)',
    'note:text?',
  ].flatMap((column) => ['--column', column]),
);

describe('the kit from a registry', () => {
  it('creates a service that names it by its version', async () => {
    await ok([
      'npm',
      'create',
      'backend-kit@latest',
      'my-app',
      '--',
      '--example',
      'blog',
      '--auth',
      'none',
      '--yes',
    ]);
    expect(json('my-app', 'package.json').devDependencies[kit]).toBe(`^${version}`);
    // The packed kit travels along only where no registry has it.
    expect(readdirSync(join(machine, 'my-app', '.backend-kit'))).toEqual(['schema.json']);
    expect(json('my-app', 'package-lock.json').packages[`node_modules/${kit}`]).toMatchObject({
      version,
      resolved: expect.stringMatching(`^${registry.url}`),
    });
  });

  it('installs with the service elsewhere, from its lockfile', async () => {
    await ok(['git', 'clone', '--quiet', 'my-app', 'elsewhere/clone']);
    const clone = join(machine, 'elsewhere/clone');
    moveModules('my-app', 'elsewhere/clone');
    rmSync(join(machine, 'my-app'), { recursive: true });
    await ok(['npm', 'ci', '--dry-run'], clone);
    await ok(['npm', 'install'], clone);
    expect(await ok(['git', 'status', '--porcelain'], clone)).toBe('');
    expect(json(clone, 'node_modules', kit, 'package.json').version).toBe(version);
  });

  // That such a service passes its checks and tests, plop.test.ts proves.
  it('adds a resource there, with its migration', async () => {
    const clone = join(machine, 'elsewhere/clone');
    const { exitCode, stdout, stderr } = await onMachine(
      ['npx', 'plop', 'resource', '--', ...invoices],
      clone,
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('✓ Applying it to the development database');
    expect(stderr).not.toMatch(/warn|deprecat/i);
  });

  it('says that nothing changed when the same is run again', async () => {
    const clone = join(machine, 'elsewhere/clone');
    await ok(['git', 'add', '-A'], clone);
    const again = await ok(['npx', 'plop', 'resource', '--', ...invoices], clone);
    expect(again).toBe('Nothing to change.');
    expect(await ok(['git', 'diff', '--name-only'], clone)).toBe('');
  });
});

describe('the kit under a scope', () => {
  it('creates a service that knows it by that name alone', async () => {
    await ok(['npm', 'publish', await pack(await renamed())]);
    moveNpxModules(`${kit}@latest`, scoped);
    await ok(['npm', 'create', '@acme/backend-kit', 'acme-app', '--', ...flags]);
    moveModules('elsewhere/clone', 'acme-app');
    await ok(['npm', 'install'], join(machine, 'acme-app'));
    expect(json('acme-app', 'package.json').devDependencies).toMatchObject({
      [scoped]: `^${version}`,
    });
    const { packages } = json('acme-app', 'package-lock.json');
    expect(packages).toHaveProperty([`node_modules/${scoped}`, 'version'], version);
    expect(packages).not.toHaveProperty([`node_modules/${kit}`]);
  });

  it('adds a resource', async () => {
    const app = join(machine, 'acme-app');
    await ok(['npx', 'plop', 'resource', ...invoices, '--no-migrate'], app);
    const registryFile = readFileSync(join(app, 'src/modules/index.ts'), 'utf8');
    expect(registryFile).toContain(`Written by ${scoped}`);
    expect(registryFile).toContain('invoiceRoutes');
  });

  /** A copy of the kit of which only the name differs. */
  async function renamed(): Promise<string> {
    const copy = join(machine, 'renamed');
    mkdirSync(copy);
    const tarball = join(machine, 'packed', `${kit}-${version}.tgz`);
    await ok(['tar', '-xzf', tarball, '-C', copy, '--strip-components=1']);
    const path = join(copy, 'package.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(`"name": "${kit}"`, `"name": "${scoped}"`));
    return copy;
  }
});

describe('the kit from a tarball and from a checkout', () => {
  let fromTarball: Record<string, string>;
  const dependency = `file:.backend-kit/${kit}-${version}.tgz`;

  it('travels inside the service', async () => {
    const folder = join(machine, 'from-tarball');
    mkdirSync(folder);
    const tarball = `${kit}-${version}.tgz`;
    renameSync(join(machine, 'packed', tarball), join(folder, tarball));
    moveNpxModules(scoped, `./${tarball}`);
    await ok(['npx', `./${tarball}`, 'app', ...flags], folder);
    const app = join(folder, 'app');
    expect(json(app, 'package.json').devDependencies[kit]).toBe(dependency);
    fromTarball = await unpacked(app);
    // From the packages that are there it would know those of this platform alone (npm/cli#4828), and `npm ci` refuses that. Of the
    // lockfile of a service that differs in where its kit is from, all but the kit stays.
    cpSync(join(machine, 'elsewhere/clone/package-lock.json'), join(app, 'package-lock.json'));
    await ok(['npm', 'install', '--package-lock-only'], app);
  });

  it('is the same service from a checkout', async () => {
    const folder = join(machine, 'from-checkout');
    const checkout = join(folder, 'checkout');
    for (const part of ['package.json', 'dist', 'templates']) {
      cpSync(join(packageRoot(), part), join(checkout, part), { recursive: true });
    }
    symlinkSync(join(packageRoot(), 'node_modules'), join(checkout, 'node_modules'));
    await ok(['node', 'checkout/dist/src/cli.js', 'app', ...flags], folder);
    const files = await unpacked(join(folder, 'app'));
    expect(files).toHaveProperty(['.backend-kit/package/dist/src/cli.js']);
    for (const [path, content] of Object.entries(files)) {
      expect(fromTarball[path], path).toBe(content);
    }
  });

  it('installs and adds resources elsewhere, when what it came from is gone', async () => {
    const app = join(machine, 'elsewhere/app');
    cpSync(join(machine, 'from-tarball/app'), app, { recursive: true });
    moveModules('acme-app', 'elsewhere/app');
    for (const gone of ['from-tarball', 'from-checkout', 'home/.npm/_npx']) {
      rmSync(join(machine, gone), { recursive: true });
    }
    await ok(['npm', 'ci', '--dry-run'], app);
    await ok(['npm', 'install'], app);
    await ok(['npx', 'plop', 'resource', ...invoices, '--no-migrate'], app);
    expect(json('elsewhere/app/package-lock.json').packages[`node_modules/${kit}`]).toMatchObject({
      version,
      resolved: dependency,
    });
  });

  /** The files of a service and of the kit in it, without the archive, which says how each file may be used. */
  async function unpacked(app: string): Promise<Record<string, string>> {
    const copy = join(machine, 'unpacked');
    cpSync(app, copy, { recursive: true });
    const inside = join(copy, '.backend-kit');
    const [archive = ''] = readdirSync(inside);
    await ok(['tar', '-xzf', archive], inside);
    const { 'backend-kit.json': _, [`.backend-kit/${archive}`]: __, ...files } = filesOf(copy);
    rmSync(copy, { recursive: true });
    return files;
  }
});
