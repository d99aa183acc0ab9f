import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { cachedFolder } from './cache.ts';
import { copyFolder } from './copy.ts';
import { run } from './outside.ts';

type Dependencies = Record<string, string>;

interface PackageJson {
  dependencies?: Dependencies;
  devDependencies?: Dependencies;
  optionalDependencies?: Dependencies;
  peerDependencies?: Dependencies;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  allowScripts?: Record<string, boolean>;
  bin?: string | Record<string, string>;
}

/**
 * Gives a service the packages that its `package.json` asks for without installing them once more: all services share one
 * folder, made by npm on first use, of everything that any service may have. Each finds there what an installation of its own
 * would bring and nothing else, so that a package that it uses and does not ask for is missing. That an installation works is
 * proved where `test/e2e/examples.test.ts` creates services; this is for tests that are about something else.
 *
 * @param copied the packages themselves are put there, for somebody who may not enter the folder that all share
 * @throws when a package lacks another one
 */
export async function lendModules(service: string, { copied = false } = {}): Promise<void> {
  const { dependencies, devDependencies } = readJson(service);
  const all = { ...dependencies, ...devDependencies };
  // The kit itself is left out: it is another one for every change of it, and nothing of a service runs on it.
  const own = Object.entries(all).filter(([name]) => name !== kitPackage().name);
  const wanted = Object.fromEntries(own);
  const store = await packageStore(wanted);
  const target = join(service, 'node_modules');
  for (const name of needed(store, Object.keys(wanted))) {
    const place = join(target, name);
    mkdirSync(dirname(place), { recursive: true });
    if (copied) copyFolder(join(store, name), place);
    else symlinkSync(join(store, name), place);
    linkPrograms(target, name);
  }
}

/** The folder `node_modules` with all that the templates pin, and with what a schema needs beyond that. */
export async function packageStore(wanted: Dependencies = {}): Promise<string> {
  const template = readJson(join(packageRoot(), 'templates/service'));
  const pinned = { ...template.dependencies, ...template.devDependencies };
  const json = {
    private: true,
    dependencies: { ...pinned, ...wanted },
    allowScripts: template.allowScripts,
  };
  const text = JSON.stringify(json, null, 2);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const folder = await cachedFolder(`modules-${hash}`, (made) => install(text, made));
  return join(folder, 'node_modules');
}

async function install(packageJson: string, folder: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), packageJson);
  const command = ['npm', 'install', '--no-audit', '--no-fund'] as const;
  const { exitCode, stderr } = await run([...command], { cwd: folder });
  if (exitCode === 0) return;
  throw new Error(`The packages of a service could not be installed:\n${stderr}`);
}

/** The packages at the top of the store that are reached from some, as npm would have put them there. */
function needed(store: string, names: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    for (const [name, isOptional] of dependenciesOf(readJson(folder))) {
      const place = placeOf(store, folder, name);
      if (place === undefined && !isOptional) throw new Error(`${folder} lacks ${name}`);
      if (place === undefined || seen.has(place)) continue;
      seen.add(place);
      if (place === join(store, name)) found.add(name);
      visit(place);
    }
  };
  const seen = new Set(names.map((name) => join(store, name)));
  for (const name of names) visit(join(store, name));
  return new Set([...names, ...found]);
}

/** By name, and whether it may be missing. */
function dependenciesOf(json: PackageJson): Map<string, boolean> {
  const peers = Object.keys(json.peerDependencies ?? {});
  const wantedPeers = peers.filter((name) => json.peerDependenciesMeta?.[name]?.optional !== true);
  return new Map([
    ...[...Object.keys(json.dependencies ?? {}), ...wantedPeers].map(
      (name) => [name, false] as const,
    ),
    ...Object.keys(json.optionalDependencies ?? {}).map((name) => [name, true] as const),
  ]);
}

/** Where a package is found from the folder of another one; undefined when it is nowhere. */
function placeOf(store: string, folder: string, name: string): string | undefined {
  const inside = join(folder, 'node_modules', name);
  if (existsSync(inside)) return inside;
  if (!folder.startsWith(`${store}/`)) {
    const top = join(store, name);
    return existsSync(top) ? top : undefined;
  }
  return placeOf(store, dirname(folder), name);
}

/** Puts the programs of a package where npm's scripts find them. */
function linkPrograms(target: string, name: string): void {
  const programs = join(target, '.bin');
  mkdirSync(programs, { recursive: true });
  const { bin = {} } = readJson(join(target, name));
  const entries = typeof bin === 'string' ? { [name.split('/').at(-1) ?? '']: bin } : bin;
  for (const [program, path] of Object.entries(entries)) {
    const at = join(programs, program);
    if (!isThere(at)) symlinkSync(join('..', name, path), at);
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readJson(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
