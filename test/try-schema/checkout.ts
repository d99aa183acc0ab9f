import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { glob } from 'tinyglobby';
import { ancestors, projectRoot, readPackageJson } from '../../src/schema/packages.ts';
import { resolveSources } from '../../src/schema/sources.ts';
import { run } from '../support/outside.ts';
import { importedPackages } from './imports.ts';
import { missingPeers, wantedVersion } from './versions.ts';

/** Somebody's schema, where it can be loaded. */
export interface Checkout {
  schema: string;
  /** The packages that had to be installed for it, with their versions. */
  installed: Record<string, string>;
  remove: () => void;
}

/**
 * A schema whose packages are there: the checkout itself when it has a `node_modules`, else a temporary copy with just what the
 * schema imports. The checkout is never written to.
 *
 * @throws when its packages can not be installed
 */
export async function loadableCheckout(path: string): Promise<Checkout> {
  const schema = realpathSync(path);
  const root = projectRoot(existsSync(schema) ? dirname(schema) : schema);
  const within = ancestors(dirname(schema)).filter((folder) => folder.startsWith(root));
  const isInstalled = within.some((folder) => existsSync(join(folder, 'node_modules')));
  if (isInstalled) return { schema, installed: {}, remove: () => {} };

  const folder = mkdtempSync(join(tmpdir(), 'try-schema-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(root));
    const isCode = (file: string) => !/[/\\](?:node_modules|\.git)$/.test(file);
    cpSync(root, copy, { recursive: true, filter: isCode, verbatimSymlinks: true });
    const copied = join(copy, relative(root, schema));
    return { schema: copied, installed: await installImports(copied, copy), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function installImports(schema: string, root: string): Promise<Record<string, string>> {
  await linkWorkspace(root);
  const files = await resolveSources([schema], root);
  const wanted = (await importedPackages(files, root)).flatMap((one) => {
    const version = wantedVersion(one, root);
    return version === undefined ? [] : [[one.name, version] as const];
  });
  const imported = Object.fromEntries(wanted);
  await install(imported, root);
  const peers = missingPeers(imported, dirname(root), root);
  const all = { ...imported, ...peers };
  if (Object.keys(peers).length > 0) await install(all, root);
  return all;
}

/** Lets the packages of a workspace import each other, as its package manager would. */
async function linkWorkspace(root: string): Promise<void> {
  const manifests = await glob('*/**/package.json', { cwd: root, ignore: ['**/node_modules/**'] });
  for (const manifest of manifests) {
    const folder = join(root, dirname(manifest));
    const name = readPackageJson(folder)?.name;
    const link = join(root, 'node_modules', name ?? '');
    if (name === undefined || existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folder, link);
  }
}

/** Installed above the copy: its own package.json asks for everything, often in a package manager's own words. */
async function install(dependencies: Record<string, string>, root: string): Promise<void> {
  const folder = dirname(root);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
  const { exitCode, stderr } = await run(['npm', 'install', ...flags], { cwd: folder });
  if (exitCode !== 0) throw new Error(`The schema's packages can't be installed:\n${stderr}`);
}
