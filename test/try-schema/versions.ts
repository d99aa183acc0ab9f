import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ancestors, declaredRange, readPackageJson } from '../../src/schema/packages.ts';
import type { Import } from './imports.ts';

/**
 * The version of a package that a checkout uses: as its lockfile has it, else the range that a package.json above the
 * importing file asks for.
 *
 * @returns undefined for a package of the checkout's own workspace, and for one that nobody lists
 */
export function wantedVersion({ name, from }: Import, root: string): string | undefined {
  const folders = ancestors(from).filter((folder) => folder.startsWith(root));
  const owner = folders.find((folder) => declaredRange(readPackageJson(folder), name));
  const range = owner && declaredRange(readPackageJson(owner), name);
  if (owner === undefined || range === undefined) return lockedVersion(name, '', root);
  if (range.startsWith('workspace:')) return undefined;
  const locked = lockedVersion(name, relative(root, owner).split(sep).join('/'), root);
  return locked ?? (/^[\d^~<>=*x]/.test(range) ? range : undefined);
}

/**
 * What packages that were installed into a folder need beside them, and nobody asked for: the versions that the checkout
 * locks, else what they ask for themselves.
 */
export function missingPeers(
  installed: Record<string, string>,
  folder: string,
  root: string,
): Record<string, string> {
  const peers = Object.keys(installed).flatMap((name) => {
    const manifest: Peers | undefined = readPackageJson(join(folder, 'node_modules', name));
    const isOptional = (peer: string) => manifest?.peerDependenciesMeta?.[peer]?.optional === true;
    return Object.entries(manifest?.peerDependencies ?? {}).filter(([peer]) => !isOptional(peer));
  });
  const missing = peers.filter(([peer]) => !(peer in installed));
  return Object.fromEntries(
    missing.map(([peer, range]) => [peer, lockedVersion(peer, '', root) ?? range]),
  );
}

interface Peers {
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** @param owner the folder of the asking package.json, relative to the root; '' for the root, or when nobody asks */
function lockedVersion(name: string, owner: string, root: string): string | undefined {
  const text = (file: string): string | undefined =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
  const npm = text('package-lock.json');
  const pnpm = text('pnpm-lock.yaml');
  const bun = text('bun.lock');
  const yarn = text('yarn.lock');
  if (npm) return JSON.parse(npm).packages?.[`node_modules/${name}`]?.version;
  if (pnpm) return pnpmVersion(pnpm, name, owner || '.');
  if (bun) return new RegExp(`^ *"${name}": \\["${name}@([^"]+)"`, 'm').exec(bun)?.[1];
  return yarn && new RegExp(`^"?${name}@.*:\\n +version:? "?([^"\\n]+)`, 'm').exec(yarn)?.[1];
}

/** `importers:` -> the package's folder -> its dependency -> `version: 0.44.7(peers)`. */
function pnpmVersion(lock: string, name: string, owner: string): string | undefined {
  const importer = lock.split(`\n  ${owner}:\n`)[1]?.split(/\n {2}\S/)[0];
  const entry = new RegExp(`\\n {6}'?${name}'?:\\n {8}specifier: .*\\n {8}version: ([\\w.+-]+)`);
  // Nobody who asks: then as anybody has it.
  return entry.exec(`\n${importer}`)?.[1] ?? entry.exec(lock)?.[1];
}
