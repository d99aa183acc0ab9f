import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the kit reads of a package.json. */
export interface PackageJson {
  name?: string;
  version?: string;
  types?: string;
  typings?: string;
  main?: string;
  exports?: unknown;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Folders from `start` up to the root of the disk, nearest first. */
export function ancestors(start: string): string[] {
  const parent = dirname(start);
  return parent === start ? [start] : [start, ...ancestors(parent)];
}

/** The nearest folder at or above `start` that has a package.json, or undefined. */
export function packageRoot(start: string): string | undefined {
  return ancestors(start).find((folder) => existsSync(join(folder, 'package.json')));
}

/**
 * The folder that the person thinks of as the project: the outermost one with a package.json below the repository's
 * root, so that a workspace package may import from its siblings. Falls back to the file's own folder.
 */
export function projectRoot(start: string): string {
  const folders = ancestors(start);
  const repository = folders.findIndex((folder) => existsSync(join(folder, '.git')));
  const within = repository === -1 ? folders : folders.slice(0, repository + 1);
  const nearest = within.find((folder) => existsSync(join(folder, 'package.json')));
  const workspace = within.findLast(
    (folder) =>
      existsSync(join(folder, 'pnpm-workspace.yaml')) ||
      'workspaces' in (readPackageJson(folder) ?? {}),
  );
  return workspace ?? nearest ?? start;
}

/** The package.json in a folder; undefined when there is none or it is not JSON. */
export function readPackageJson(folder: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
  } catch {
    return undefined;
  }
}

/** `@scope/name` or `name` of a bare import specifier. */
export function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The range under which a package.json asks for a package, wherever it is listed. */
export function declaredRange(manifest: PackageJson | undefined, name: string): string | undefined {
  return (
    manifest?.dependencies?.[name] ??
    manifest?.devDependencies?.[name] ??
    manifest?.peerDependencies?.[name] ??
    manifest?.optionalDependencies?.[name]
  );
}

/** The kit's own folder: where its copies of drizzle-orm and friends are resolved from. */
export const KIT_FOLDER = dirname(fileURLToPath(import.meta.url));
