import { dirname, join } from 'node:path';
import { KNOWN_VERSIONS } from '../known-versions.ts';
import { ancestors, declaredRange, readPackageJson } from '../packages.ts';
import type { Notice } from '../table.ts';
import type { ModuleNode } from './graph.ts';
import { hasOwnTypes, typesPackage } from './package-types.ts';

export interface Dependencies {
  /** Package -> exact version. */
  versions: Record<string, string>;
  /** Packages of which nobody has types. */
  untyped: string[];
  notices: Notice[];
}

/** Where packages without types are declared. */
export const UNTYPED_FILE = 'lib/untyped.d.ts';

/** The service brings these itself. */
export const PROVIDED = new Set(['drizzle-orm']);

/**
 * The packages that modules import, each with one exact version: the one that the project has installed, else one that
 * the kit knows, else the lowest that the project's package.json allows, which is said in a notice.
 */
export function dependenciesOf(modules: Iterable<ModuleNode>): Dependencies {
  const found: Dependencies = { versions: {}, untyped: [], notices: [] };
  for (const { path, imports } of modules) {
    for (const { target } of imports) {
      if (target.kind !== 'package' || PROVIDED.has(target.name)) continue;
      if (!(target.name in found.versions)) addPackage(target.name, dirname(path), found);
    }
  }
  const sorted = Object.entries(found.versions).toSorted(([one], [other]) =>
    one.localeCompare(other),
  );
  return { ...found, versions: Object.fromEntries(sorted) };
}

function addPackage(name: string, folder: string, found: Dependencies): void {
  const { versions, untyped, notices } = found;
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
  const types = typesPackage(name);
  const typesVersion = typesVersionOf(name, folder);
  if (typesVersion) versions[types] = typesVersion;
  else if (!hasOwnTypes(name, folder)) {
    untyped.push(name);
    const message = `${name} has no types of its own, and the project has no ${types}: it stands as \`any\` in src/db/schema/${UNTYPED_FILE}. Install ${types} in the service and remove its lines there.`;
    notices.push({ subject: null, message });
  }
}

const typesVersionOf = (name: string, folder: string): string | undefined =>
  installedVersion(typesPackage(name), folder) ?? declaredVersion(typesPackage(name), folder);

/** Whether TypeScript will know the types of a package in the service. */
export const isTyped = (name: string, folder: string): boolean =>
  typesVersionOf(name, folder) !== undefined || hasOwnTypes(name, folder);

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
