import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { copyFolder } from './copy.ts';
import { type Ran, run } from './outside.ts';

const root = join(packageRoot(), '.cache', `installed-${process.pid}`);
const { name, version, entry } = kitPackage();
const kit = join(root, 'node_modules', name);

afterAll(() => rmSync(root, { recursive: true, force: true }));

let isThere = false;

/**
 * The built kit as if it had been installed from a registry: then it does not pack itself for each service, which takes longer than
 * the rest of a creation. For services that do not install it: no registry has this version.
 *
 * @returns the file that Node runs
 */
export function installedKit(): string {
  if (!isThere) install();
  isThere = true;
  return join(kit, entry);
}

/** Runs the kit as if it had been installed from a registry. */
export function runInstalledKit(
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ran> {
  return run(['node', installedKit(), ...args], options);
}

/** A copy, because programs are known by their real place; its dependencies are found above it. */
function install(): void {
  mkdirSync(kit, { recursive: true });
  for (const part of ['package.json', 'CHANGELOG.md', 'dist', 'templates'])
    copyFolder(join(packageRoot(), part), join(kit, part));
  const resolved = `https://registry.npmjs.org/${name}/-/${name}-${version}.tgz`;
  const lock = { packages: { [`node_modules/${name}`]: { version, resolved } } };
  writeFileSync(join(dirname(kit), '.package-lock.json'), JSON.stringify(lock));
}
