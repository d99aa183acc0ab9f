import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import { kitPackage } from '../kit/package.ts';
import { type Manifest, manifestPath, parseManifest } from './manifest.ts';
import type { Answers } from '../ask/questions.ts';
import type { PackageManager } from '../package-managers.ts';
import { abortable, type Terminal } from '../terminal.ts';
import type { Schema, Table } from '../schema/table.ts';
import { isOlder, majorOf } from '../versions.ts';

/** Where a service has its schema. */
export const schemaFolder = 'src/db/schema';

/** A service that resources are added to: what the kit remembers of it, and its schema as it stands. */
export interface OpenService {
  folder: string;
  manifest: Manifest;
  pm: PackageManager;
  schema: Schema;
}

/**
 * Reads a service; writes nothing.
 * @throws KitError NOT_A_SERVICE, MANIFEST_DAMAGED, OTHER_KIT_VERSION, KIT_TOO_OLD, and those of the schema's reader
 */
export async function openService(folder: string, terminal: Terminal): Promise<OpenService> {
  const manifest = readManifest(folder);
  const { casing, pm } = manifest.answers as unknown as Answers;
  const { loadSchema } = await import('../schema/load.ts');
  const load = loadSchema({
    sources: [`${schemaFolder}/index.ts`],
    cwd: folder,
    asIs: true,
    ...(casing === 'auto' ? {} : { casing }),
  });
  return { folder, manifest, pm, schema: await abortable(load, terminal.signal) };
}

/** The tables that the service does not serve: new in the schema, left out at creation, or removed by hand since. */
export function unservedTables({ manifest, schema, folder }: OpenService): Table[] {
  const known = new Map(manifest.resources.map((resource) => [resource.table, resource]));
  return schema.tables.filter((table) => {
    if (table.exportName === null) return false;
    const { kind, path } = known.get(table.exportName) ?? {};
    if (kind === undefined || path === undefined || kind === 'skipped') return true;
    const kebab = path.replace(/^\/v1\//, '');
    return kind !== 'link' && !existsSync(join(folder, `src/modules/${kebab}/${kebab}.routes.ts`));
  });
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
