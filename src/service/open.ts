import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptAnswers } from '../ask/kept.ts';
import { type Answers, createOptions } from '../ask/questions.ts';
import { KitError } from '../errors.ts';
import { dependencyOn, kitPackage, type KitReference, tarballPath } from '../kit/package.ts';
import type { PlannedResource } from '../plan/service.ts';
import { readPackageJson } from '../schema/packages.ts';
import type { Schema, Table } from '../schema/table.ts';
import { abortable, type Terminal } from '../terminal.ts';
import { isOlder, majorOf } from '../versions.ts';
import { ownTemplates } from './recipe.ts';
import { type Manifest, manifestPath, parseManifest, tableParts, type Tools } from './manifest.ts';

/** Where a service has its schema. */
export const schemaFolder = 'src/db/schema';

/** A service as it stands: what the kit remembers of it, and its schema. With other tables or answers, a recipe. */
export interface OpenService {
  folder: string;
  manifest: Manifest;
  /** Those that it was created with, each checked as a flag is. */
  answers: Answers;
  /** What it has of tables, and which ones it leaves out. */
  resources: PlannedResource[];
  schema: Schema;
  /** The kit that made it. */
  kit: KitReference;
  tools: Tools;
  /** Folders of templates that come before the kit's own. */
  templates: string[];
}

/**
 * Reads a service; writes nothing.
 * @throws KitError NOT_A_SERVICE, MANIFEST_DAMAGED, INVALID_ANSWER, OTHER_KIT_VERSION, KIT_TOO_OLD, and those of the
 *   schema's reader
 */
export async function openService(folder: string, terminal: Terminal): Promise<OpenService> {
  const manifest = readManifest(folder);
  const answers = answersIn(manifest, folder);
  const { casing } = answers;
  const { loadSchema } = await import('../schema/load.ts');
  const load = loadSchema({
    sources: [`${schemaFolder}/index.ts`],
    cwd: folder,
    asIs: true,
    ...(casing === 'auto' ? {} : { casing }),
  });
  return {
    folder,
    manifest,
    answers,
    resources: tableParts(manifest),
    schema: await abortable(load, terminal.signal),
    kit: kitOf(manifest, folder),
    tools: manifest.tools ?? toolsOf(folder),
    templates: ownTemplates(folder),
  };
}

/** The tables that the service does not serve: new in the schema, left out at creation, or removed by hand since. */
export function unservedTables({ resources, schema, folder }: OpenService): Table[] {
  const known = new Map(resources.map((resource) => [resource.table, resource]));
  return schema.tables.filter((table) => {
    if (table.exportName === null) return false;
    const { kind, path } = known.get(table.exportName) ?? {};
    if (kind === undefined || path === undefined || kind === 'skipped') return true;
    const kebab = path.replace(/^\/v1\//, '');
    return kind !== 'link' && !existsSync(join(folder, `src/modules/${kebab}/${kebab}.routes.ts`));
  });
}

/** Where a service lies is nowhere written down, so it is as if it were created where it is now. */
function answersIn({ answers }: Manifest, folder: string): Answers {
  const kept = keptAnswers(createOptions, answers, {
    earlier: { dir: folder, force: false },
    context: { cwd: folder, env: {}, tables: [] },
    file: manifestPath,
  });
  return kept as unknown as Answers;
}

/** The kit as the service refers to it; packed, where it travels inside. */
function kitOf({ kit, files }: Manifest, folder: string): KitReference {
  const path = tarballPath(kit);
  const travels = files.some((file) => file.path === path);
  const isThere = travels && existsSync(join(folder, path));
  return {
    ...kit,
    dependency: dependencyOn(kit, travels),
    ...(isThere && { tarball: readFileSync(join(folder, path)) }),
  };
}

/** What can still be told where it was not written down. */
function toolsOf(folder: string): Tools {
  const { devDependencies = {} } = readPackageJson(folder) ?? {};
  return { carriesNode: Object.hasOwn(devDependencies, 'node'), packageManager: '' };
}

function readManifest(folder: string): Manifest {
  const path = join(folder, manifestPath);
  if (!existsSync(path)) {
    throw new KitError(
      'NOT_A_SERVICE',
      `There is no ${manifestPath} in ${folder}, so it is no service of this kit.`,
      'Run the command in the folder of a service.',
    );
  }
  const manifest = parseManifest(readFileSync(path, 'utf8'));
  assertFits(manifest.kit.version, kitPackage().version);
  return manifest;
}

/**
 * A newer kit of the same major version can add to a service: what it writes uses what the service's files have, which is
 * looked at before anything is written. An older one does not know what a newer one did.
 */
function assertFits(service: string, own: string): void {
  const said = `The service was made by version ${service} of the kit, and this is ${own}`;
  if (majorOf(service) !== majorOf(own)) {
    throw new KitError(
      'OTHER_KIT_VERSION',
      `${said}: what it would write does not fit what is there.`,
      `Install version ${majorOf(service)} of the kit in the service, then run it there: npx ${kitPackage().program}.`,
    );
  }
  if (isOlder(own, service)) {
    throw new KitError(
      'KIT_TOO_OLD',
      `${said}, which is older.`,
      `Install version ${service} or a later one in the service.`,
    );
  }
}
