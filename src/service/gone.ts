import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../apply/compare.ts';
import { KitError } from '../errors.ts';
import type { PlannedResource } from '../plan/service.ts';
import { sha256 } from '../apply/content.ts';
import { parseModule } from '../schema/bring/parse.ts';
import type { Notice, Schema } from '../schema/table.ts';
import type { OpenService } from './open.ts';

/** What a person took out of a service without telling the kit. */
export interface Gone {
  /** Resources of the schema whose module is not there any more. */
  modules: GoneModule[];
  /** Resources and links whose table is not in the schema any more. */
  tables: GoneModule[];
}

export interface GoneModule {
  table: string;
  /** `src/modules/orders`; '' for a link, which has its files in the modules of others. */
  folder: string;
}

const root = 'src/modules';

/** Looks for resources that the manifest speaks of and that are not there; reads only. */
export function findGone({ resources, folder }: OpenService, schema: Schema): Gone {
  const exports = new Set(schema.tables.map(({ exportName }) => exportName));
  const gone: Gone = { modules: [], tables: [] };
  for (const resource of resources) {
    const name = folderOf(resource);
    const module = { table: resource.table, folder: name && `${root}/${name}` };
    if (resource.kind === 'skipped') continue;
    if (!exports.has(resource.table)) gone.tables.push(module);
    else if (module.folder && !existsSync(join(folder, routesOf(module))))
      gone.modules.push(module);
  }
  return gone;
}

export function isAnythingGone({ modules, tables }: Gone): boolean {
  return modules.length + tables.length > 0;
}

/**
 * Refuses to go on where a module that is gone has left something of a person's behind, or has only another name now.
 * @param again names of tables that are to be served again: their modules are written anew
 * @throws KitError MODULE_RENAMED, MODULE_NOT_EMPTY: each says what to do
 */
export function assertLeftNothing(
  service: OpenService,
  { modules, tables }: Gone,
  { changes, again }: { changes: Change[]; again: ReadonlySet<string> },
): void {
  for (const module of modules) {
    const renamed = renamedTo(service, module);
    if (renamed) throw wasRenamed(module, renamed);
  }
  const removals = changes.filter(({ status }) => status === 'remove');
  const removed = new Set(removals.map(({ file }) => file.path));
  for (const module of [...modules, ...tables]) {
    if (module.folder === '' || again.has(module.table)) continue;
    const left = filesIn(service.folder, module.folder).filter((path) => !removed.has(path));
    if (left.length > 0) throw notEmpty(module, left, modules.includes(module));
  }
}

/** What is said of it before anything is written. */
export function goneNotices({ modules, tables }: Gone, again: ReadonlySet<string>): Notice[] {
  return [
    ...modules
      .filter(({ table }) => !again.has(table))
      .map(({ table, folder }) => ({
        subject: folder,
        message: `is gone, so what led to it goes, too. To have it back: add ${table}.`,
      })),
    ...tables.map(({ table }) => ({
      subject: table,
      message:
        'is not in the schema any more: what the kit wrote for it goes. If it has another name now, add it under that.',
    })),
  ];
}

/** A folder of no resource that has one of the module's files, as it was or under its name, has the module now. */
function renamedTo(service: OpenService, module: GoneModule): string | undefined {
  const { manifest, folder } = service;
  const own = manifest.files.filter(({ path }) => path.startsWith(`${module.folder}/`));
  const names = new Set(own.map(({ path }) => path.slice(module.folder.length + 1)));
  const hashes = new Set(own.map((file) => file.sha256));
  const known = new Set(manifest.files.map(({ path }) => path.split('/').slice(0, 3).join('/')));
  return foldersIn(folder)
    .filter((other) => other !== module.folder && !known.has(other))
    .find((other) =>
      filesIn(folder, other).some(
        (path) =>
          names.has(path.slice(other.length + 1)) ||
          hashes.has(sha256(readFileSync(join(folder, path)))) ||
          isSchemasOf(module.table, path, readFileSync(join(folder, path), 'utf8')),
      ),
    );
}

/** A module's schemas are made from its table, whatever else of it has another name by now. */
function isSchemasOf(table: string, path: string, text: string): boolean {
  if (!path.endsWith('.schemas.ts')) return false;
  return parseModule(path, text).imports.some(
    ({ specifier, names }) => specifier === '../../db/schema' && names.includes(table),
  );
}

function wasRenamed({ table, folder }: GoneModule, renamed: string): KitError {
  return new KitError(
    'MODULE_RENAMED',
    `${folder} is gone, and ${renamed} has its files: the module of ${table} was renamed. Nothing was written.`,
    `The kit finds a module under the name of its table. Rename it back: git mv ${renamed} ${folder}. ` +
      `To have another name for good, rename ${table} in the schema as well, then add it: its module is written anew, and the old one goes.`,
  );
}

function notEmpty({ table, folder }: GoneModule, left: string[], isModule: boolean): KitError {
  const files = left.slice(0, 5).join(', ') + (left.length > 5 ? ' and more' : '');
  return new KitError(
    'MODULE_NOT_EMPTY',
    isModule
      ? `The routes of ${table} are gone, but their folder holds ${files}. Nothing was written.`
      : `The schema has no table ${table} any more, but its module holds files that are yours: ${files}. Nothing was written.`,
    isModule
      ? `Remove all of ${folder}, or bring its routes back. Then run this again.`
      : `Put what you want to keep of them elsewhere and remove ${folder}, or bring the table back. Then run this again.`,
  );
}

/** The name of a resource's folder, and of its files: `orders`; '' for a link. */
export function folderOf({ path }: Pick<PlannedResource, 'path'>): string {
  return path.replace(/^\/v1\//, '');
}

function routesOf({ folder }: GoneModule): string {
  return `${folder}/${folder.slice(root.length + 1)}.routes.ts`;
}

function foldersIn(service: string): string[] {
  const path = join(service, root);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${root}/${name}`);
}

/** The paths of all files in a folder of a service. */
export function filesIn(service: string, folder: string): string[] {
  const path = join(service, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(service.length + 1));
}
