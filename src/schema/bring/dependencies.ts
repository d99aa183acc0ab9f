import { dirname, join } from 'node:path';
import { KNOWN_VERSIONS } from '../known-versions.ts';
import { ancestors, declaredRange, readPackageJson } from '../packages.ts';
import type { Notice } from '../table.ts';
import type { ModuleNode } from './graph.ts';

export interface Dependencies {
  /** Package -> exact version. */
  versions: Record<string, string>;
  notices: Notice[];
}

/** The service brings these itself. */
export const PROVIDED = new Set(['drizzle-orm']);

/**
 * The packages that modules import, each with one exact version: the one that the project has installed, else one that
 * the kit knows, else the lowest that the project's package.json allows, which is said in a notice.
 */
export function dependenciesOf(modules: Iterable<ModuleNode>): Dependencies {
  const found: Dependencies = { versions: {}, notices: [] };
  for (const { path, imports } of modules) {
    for (const { target } of imports) {
      if (target.kind !== 'package' || PROVIDED.has(target.name)) continue;
      if (!(target.name in found.versions)) addPackage(target.name, dirname(path), found);
    }
  }
  const sorted = Object.entries(found.versions).toSorted(([one], [other]) =>
    one.localeCompare(other),
  );
  return { versions: Object.fromEntries(sorted), notices: found.notices };
}

function addPackage(name: string, folder: string, { versions, notices }: Dependencies): void {
  const version = installedVersion(name, folder) ?? KNOWN_VERSIONS[name];
  const declared = declaredVersion(name, folder);
  const chosen = version ?? declared;
  if (chosen) versions[name] = chosen;
  if (!version) {
    const message = declared
      ? `The schema imports ${name}, which is not installed; ${declared} from package.json was taken as its version.`
      : `The schema imports ${name}, whose version is unknown; add it to the service's package.json.`;
    notices.push({ subject: null, message });
  }
  const types = `@types/${name.replace(/^@(.+)\/(.+)$/, '$1__$2')}`;
  const typesVersion = installedVersion(types, folder) ?? declaredVersion(types, folder);
  if (typesVersion) versions[types] = typesVersion;
}

/** The version of a package that a service would get; undefined when nothing says one. */
export const versionOf = (name: string, folder: string): string | undefined =>
  installedVersion(name, folder) ?? KNOWN_VERSIONS[name] ?? declaredVersion(name, folder);

function installedVersion(name: string, folder: string): string | undefined {
  for (const above of ancestors(folder)) {
    const version = readPackageJson(join(above, 'node_modules', name))?.version;
    if (version) return version;
  }
  return undefined;
}

/** `1.2.3` of a range such as `^1.2.3`; a range without one, such as `workspace:*`, gives nothing. */
function declaredVersion(name: string, folder: string): string | undefined {
  for (const above of ancestors(folder)) {
    const range = declaredRange(readPackageJson(above), name);
    if (range) return /^[\^~]?v?(\d+\.\d+\.\d+[\w.+-]*)$/.exec(range)?.[1];
  }
  return undefined;
}
