import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/**
 * How the kit came onto this machine. `registry`: any machine can install it by name and version. `local`: from a checkout,
 * a tarball, a link or a git URL, so that it has to travel inside the service. Where nothing tells, it is `local`, because
 * that always works.
 *
 * @param root the kit's own folder, with symlinks resolved
 */
export function kitOrigin(root: string, name: string, version: string): 'registry' | 'local' {
  const parts = root.split(sep);
  if (!parts.includes('node_modules')) return 'local';
  const told =
    pnpmStore(parts, name, version) ??
    yarnCache(parts, version) ??
    npmLock(root, name) ??
    requestedVersion(root, name);
  return told ? 'registry' : 'local';
}

/** pnpm: `.pnpm/<name>@<version>` for the registry, `.pnpm/<name>@file+...` or `@https+...` otherwise. */
function pnpmStore(parts: string[], name: string, version: string): boolean | undefined {
  const folder = parts[parts.lastIndexOf('.pnpm') + 1];
  if (!parts.includes('.pnpm') || folder === undefined) return undefined;
  const prefix = `${name.replaceAll('/', '+')}@${version}`;
  return folder === prefix || folder.startsWith(`${prefix}_`) || folder.startsWith(`${prefix}(`);
}

/** yarn's cache, which it may run from without unpacking: `<name>-npm-<version>-<hash>.zip`. */
function yarnCache(parts: string[], version: string): boolean | undefined {
  const archive = parts.findLast((part) => part.endsWith('.zip'));
  return archive?.includes(`-npm-${version}-`);
}

/**
 * npm's hidden lockfile. `resolved` is left out for packages of a registry under `omit-lockfile-registry-resolved`, so an
 * entry without it that is not a link is from one.
 */
function npmLock(root: string, name: string): boolean | undefined {
  const modules = modulesFolder(root, name);
  const lock = readJson(join(modules, '.package-lock.json')) as
    | { packages?: Record<string, { resolved?: string; link?: boolean }> }
    | undefined;
  const entry = lock?.packages?.[`node_modules/${name}`];
  if (!entry) return undefined;
  if (entry.link) return false;
  const mayBeRegistry = entry.resolved === undefined || /^https?:/.test(entry.resolved);
  return mayBeRegistry && requestedVersion(root, name) !== false;
}

/**
 * Whether the project above asks for a version; undefined when it does not ask for the kit at all. This is what yarn's
 * classic line and bun leave to go by.
 */
function requestedVersion(root: string, name: string): boolean | undefined {
  const json = readJson(join(dirname(modulesFolder(root, name)), 'package.json')) as
    | Record<string, Record<string, string> | undefined>
    | undefined;
  const spec = ['dependencies', 'devDependencies', 'optionalDependencies']
    .map((field) => json?.[field]?.[name])
    .find((value) => value !== undefined);
  if (spec === undefined) return undefined;
  // A version, a range or a tag; everything else has a protocol, a path or a repository in it.
  return spec.startsWith('npm:') || !/[/:]/.test(spec);
}

function modulesFolder(root: string, name: string): string {
  return name.startsWith('@') ? dirname(dirname(root)) : dirname(root);
}

function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
