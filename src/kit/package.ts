import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KitError } from '../errors.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { kitOrigin } from './origin.ts';

/** What the kit needs to know from its own `package.json`, the only place where its name is written. */
export interface KitPackage {
  name: string;
  version: string;
  /** Where people report a bug; undefined when the package does not say. */
  bugs: string | undefined;
  /** The path of the command line's entry, relative to the package's root. */
  entry: string;
  /** The command that a service has for the kit, e.g. in its npm scripts. */
  program: string;
}

interface KitPackageJson {
  name: string;
  version: string;
  bugs?: { url?: string } | string;
  bin: Record<string, string>;
}

let knownRoot: string | undefined;

/** The kit's own folder: the nearest one above this file that holds a `package.json`, be it run from src or dist. */
export function packageRoot(): string {
  if (knownRoot !== undefined) return knownRoot;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${import.meta.url}`);
    folder = parent;
  }
  knownRoot = folder;
  return folder;
}

/** Reads the kit's own name and version; the package can be renamed and published with nothing else changed. */
export function kitPackage(): KitPackage {
  const json = JSON.parse(
    readFileSync(join(packageRoot(), 'package.json'), 'utf8'),
  ) as KitPackageJson;
  return {
    name: json.name,
    version: json.version,
    bugs: typeof json.bugs === 'string' ? json.bugs : json.bugs?.url,
    entry: Object.values(json.bin)[0] ?? '',
    // The other one, with `create-` in front, is for `npm create`.
    program: Object.keys(json.bin).toSorted((a, b) => a.length - b.length)[0] ?? json.name,
  };
}

/** How a service refers to the kit that made it. */
export interface KitReference {
  name: string;
  version: string;
  /** What goes into the service's devDependencies: `^2.0.0`, or `file:.backend-kit/<name>-2.0.0.tgz`. */
  dependency: string;
  /** The packed kit, when it has to travel inside the service. */
  tarball?: Uint8Array;
}

/** Where the packed kit lies in a service, relative to its root. */
export function tarballPath({ name, version }: { name: string; version: string }): string {
  return `.backend-kit/${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}

/** How a service's package.json refers to the kit: by version, or by the packed kit that travels inside the service. */
export function dependencyOn(kit: { name: string; version: string }, travels: boolean): string {
  return travels ? `file:${tarballPath(kit)}` : `^${kit.version}`;
}

/**
 * Works out how a service can install this kit on any machine: by version when the kit came from a registry, otherwise by
 * the packed kit itself.
 * @param service an existing service's folder: its packed kit is used again when it is of this version, so that a rerun
 *   changes nothing
 * @throws KitError KIT_NOT_BUILT, KIT_NOT_PACKED
 */
export async function kitReference(service?: string): Promise<KitReference> {
  const { name, version, entry } = kitPackage();
  const root = packageRoot();
  if (kitOrigin(root, name, version) === 'registry') {
    return { name, version, dependency: dependencyOn({ name, version }, false) };
  }
  const path = tarballPath({ name, version });
  const travelling = service === undefined ? undefined : join(service, path);
  const tarball =
    travelling !== undefined && existsSync(travelling)
      ? await readFile(travelling)
      : await pack(root, entry);
  return { name, version, dependency: dependencyOn({ name, version }, true), tarball };
}

async function pack(root: string, entry: string): Promise<Uint8Array> {
  if (!existsSync(join(root, entry))) {
    throw new KitError(
      'KIT_NOT_BUILT',
      `The kit in ${root} is not built, so it can't be put into the service.`,
      'Run `npm run build` there first.',
    );
  }
  const { execa } = await import('execa');
  try {
    return await withTemporaryFolder('kit-pack-', async (folder) => {
      await execa('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
        cwd: root,
      });
      const [file] = await readdir(folder);
      if (file === undefined) throw new Error('npm pack wrote nothing');
      return await readFile(join(folder, file));
    });
  } catch (error) {
    throw new KitError(
      'KIT_NOT_PACKED',
      `The kit in ${root} could not be packed: ${(error as Error).message}`,
      'A kit that runs from a checkout or a tarball needs npm to put itself into the service.',
      { cause: error },
    );
  }
}
