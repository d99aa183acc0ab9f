import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isClassic, type PackageManager } from '../package-managers.ts';
import type { Notice } from '../schema/table.ts';

/** What each package manager calls its lockfile. */
const LOCKFILES = { npm: 'package-lock.json', yarn: 'yarn.lock', bun: 'bun.lock' };

/** What makes a lockfile in the service all the same, where a package manager can. */
const OWN_LOCKFILE = {
  npm: 'write one with `npm install --package-lock-only --no-workspaces` in the service, or ',
  yarn: '',
  bun: '',
};

/**
 * Says what a workspace around a service changes: its package manager keeps one lockfile at the workspace's root, and
 * whatever installs the service by itself looks for one in its folder. Only reads.
 *
 * @param version of the package manager, where it is known
 */
export function workspaceNotices(folder: string, pm: PackageManager, version = ''): Notice[] {
  if (pm === 'pnpm') return pnpmNotices(folder);
  const root = foldersAbove(folder).find((above) => takesIn(above, folder));
  if (root === undefined) return [];
  const manifest = join(root, 'package.json');
  if (pm === 'yarn' && version && !isClassic(version)) return [ownProject(manifest)];
  const lockfile = LOCKFILES[pm];
  const message =
    `${manifest} takes the service into its workspace, so ${pm} keeps the lockfile there, and there is none ` +
    `in the service, where what installs it by itself looks for one. Before an image is built, ${OWN_LOCKFILE[pm]}leave the service out of "workspaces".`;
  return [{ subject: lockfile, message }, ...(pm === 'npm' ? [approvals(manifest)] : [])];
}

/** npm 12 runs the install scripts that are approved, and looks for approvals nowhere else. */
function approvals(manifest: string): Notice {
  const message =
    `npm reads "allowScripts" only in ${manifest}: copy it there, or from npm 12 on Postgres and Node, which tests and ` +
    'development need, come without what their install scripts make.';
  return { subject: 'package.json', message };
}

function ownProject(manifest: string): Notice {
  const message =
    `the service has one of its own and is installed by itself, not as part of the workspace of ${manifest}, whose settings it ` +
    'does not share. To make it a part, copy "dependenciesMeta" to that file and "nodeLinker" to the .yarnrc.yml beside it, delete the ' +
    "service's yarn.lock, and build images from there: that is where the lockfile is then.";
  return { subject: 'yarn.lock', message };
}

function pnpmNotices(folder: string): Notice[] {
  const file = 'pnpm-workspace.yaml';
  const root = foldersAbove(folder).find((above) => existsSync(join(above, file)));
  if (root === undefined) return [];
  const message =
    `the service has one of its own and is installed by itself, not as part of ${join(root, file)}. To make it a part, move ` +
    'what its own says to that one, delete it, and build images from there: that is where the lockfile is then.';
  return [{ subject: file, message }];
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}

function takesIn(root: string, folder: string): boolean {
  const path = relative(root, folder).split(sep).join('/');
  // Of patterns, the last one that fits decides.
  const deciding = patternsOf(root).findLast((pattern) => fits(pattern.replace(/^!/, ''), path));
  return deciding !== undefined && !deciding.startsWith('!');
}

/** `"workspaces": [...]`, or `{ "packages": [...] }` as yarn has it; none where there is no such file, or none that can be read. */
function patternsOf(root: string): string[] {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return [];
  try {
    const { workspaces } = JSON.parse(readFileSync(file, 'utf8'));
    const patterns: unknown = Array.isArray(workspaces) ? workspaces : workspaces?.packages;
    return Array.isArray(patterns) ? patterns.map(String) : [];
  } catch {
    return [];
  }
}

/** The patterns of workspaces name folders: `*` is any part of a name, `**` any number of folders, `{a,b}` a choice. */
function fits(pattern: string, path: string): boolean {
  const clean = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const source = clean.replaceAll(/\*\*\/?|[*?{},]|[^\w*?{},]/g, (part) => {
    if (part.startsWith('**')) return part === '**' ? '.+' : '(?:.+/)?';
    return { '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|' }[part] ?? `\\${part}`;
  });
  return new RegExp(`^${source}$`).test(path);
}
