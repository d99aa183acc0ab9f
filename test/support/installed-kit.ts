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
 * Runs the built kit as if it had been installed from a registry: then it does not pack itself for each service, which takes as
 * long as the rest of a creation. For services that do not install it: no registry has this version.
 */
export function runInstalledKit(
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ran> {
  if (!isThere) install();
  isThere = true;
  return run(['node', join(kit, entry), ...args], options);
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
