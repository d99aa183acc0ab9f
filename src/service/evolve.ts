import { diffLines } from 'diff';
import { type Change, compare } from '../apply/compare.ts';
import { readDisk } from '../apply/paths.ts';
import { type Manifest, pristineHashes } from './manifest.ts';
import { isSameContent, sha256 } from '../apply/content.ts';
import type { PlannedResource, ServicePlan } from '../plan/service.ts';
import { missingImport, modulesAfter } from './modules.ts';
import { folderOf, type GoneModule } from './gone.ts';
import { type OpenService, schemaFolder } from './open.ts';

/** What becomes of one file. */
export interface ChangedFile extends Change {
  /** The file as the kit would have it by the plan before; undefined for a new one, and where that is not known. */
  before: string | undefined;
}

/** A service as it is planned before and after a change, whatever the change is. */
export interface Plans {
  before: ServicePlan;
  after: ServicePlan;
  /** Resources and links that the manifest speaks of and neither plan knows: what they were made from is gone. */
  lost: readonly GoneModule[];
}

/**
 * What has to change on the disk to get from one plan to the other. Files that both have alike stay as they are, be they of
 * another version of the kit; unless they need what is gone.
 */
export function changesBetween(service: OpenService, plans: Plans): ChangedFile[] {
  const { manifest, folder } = service;
  const { before, after } = plans;
  const old = new Map(before.files.map(({ path, content }) => [path, content.toString()]));
  const dropped = droppedPaths(service, plans);
  const broken = brokenPaths(service, plans, new Set(dropped));
  const plan = after.files.filter(
    ({ path, content }) =>
      !path.startsWith(`${schemaFolder}/`) &&
      (old.get(path) !== content.toString() || broken.has(path)),
  );
  const disk = readDisk(folder, [...plan.map(({ path }) => path), ...dropped]);
  const fresh = resourcesOnlyIn(after, before);
  const files = pristineFiles(manifest, old, disk).filter(
    // Of a resource that was removed by hand, everything is written anew.
    ({ path }) => disk.has(path) || !fresh.some((resource) => isPathOf(path, resource)),
  );
  return compare({ plan, disk, pristine: pristineHashes({ files }), dropped })
    .map((change) => {
      const text = old.get(change.file.path);
      const isSame = text === change.file.content.toString();
      return Object.assign(change, { before: isSame ? undefined : text });
    })
    .filter((change) => !isDoneByHand(change));
}

/** What the kit wrote and plans no longer, of modules and factories; be it there or not. */
export function droppedPaths(service: OpenService, { before, after, lost }: Plans): string[] {
  const { manifest, folder } = service;
  const wanted = new Set(after.files.map(({ path }) => path));
  const was = new Set(before.files.map(({ path }) => path));
  const unwanted = manifest.files
    .map(({ path }) => path)
    .filter((path) => /^(?:src\/modules|test\/factories)\//.test(path) && !wanted.has(path));
  const isLost = (path: string) => lost.some(({ folder: own }) => isPartOf(path, own));
  const sure = new Set(unwanted.filter((path) => was.has(path) || isLost(path)));
  if (lost.length === 0) return [...sure];
  // The links of a table that is gone lie in the modules of others.
  const modules = modulesAfter(folder, new Map(), sure);
  return unwanted.filter(
    (path) => sure.has(path) || (modules.has(path) && missingImport(path, modules)),
  );
}

/** Planned files that need what is gone: what they were made from is in no plan, so there is nothing to compare. */
function brokenPaths(
  { folder }: OpenService,
  { after, lost }: Plans,
  dropped: ReadonlySet<string>,
): Set<string> {
  if (lost.length === 0) return new Set();
  const modules = modulesAfter(folder, new Map(), dropped);
  const broken = after.files
    .map(({ path }) => path)
    .filter((path) => path.endsWith('.ts') && modules.has(path) && missingImport(path, modules));
  // What a module's includes no longer have, its tests must not ask for.
  const tests = broken.flatMap((path) =>
    path.endsWith('.includes.ts') ? [path.replace(/\.includes\.ts$/, '.routes.test.ts')] : [],
  );
  return new Set([...broken, ...tests]);
}

function isPartOf(path: string, module: string): boolean {
  if (module === '') return false;
  return path.startsWith(`${module}/`) || path === `test/factories/${module.split('/').at(-1)}.ts`;
}

/** What the kit last wrote: as the manifest says, or as it would write today by the plan before. */
function pristineFiles(
  { files }: Manifest,
  before: ReadonlyMap<string, string>,
  disk: ReadonlyMap<string, Uint8Array>,
): Manifest['files'] {
  return files.map((file) => {
    const text = disk.get(file.path)?.toString();
    return text !== undefined && isSameContent(text, before.get(file.path) ?? '')
      ? { ...file, sha256: sha256(text) }
      : file;
  });
}

/** Whether a person has put into an edited file what would change in it: then there is nothing left to do. */
function isDoneByHand({ status, file, before, disk }: ChangedFile): boolean {
  if (status !== 'conflict' || before === undefined || !disk) return false;
  const linesOf = (text: string) => text.split('\n').map((line) => line.trim());
  const [wanted, found] = [linesOf(file.content.toString()), linesOf(disk.toString())];
  const parts = diffLines(before, file.content.toString());
  const changed = parts.flatMap(({ added, removed, value }) =>
    linesOf(value)
      .filter((line) => line !== '')
      .map((line) => ({ line, isWanted: added, isUnwanted: removed && !wanted.includes(line) })),
  );
  return changed.every(
    ({ line, isWanted, isUnwanted }) =>
      (!isWanted || found.includes(line)) && (!isUnwanted || !found.includes(line)),
  );
}

/** What the one plan serves and the other does not. */
function resourcesOnlyIn(one: ServicePlan, other: ServicePlan): PlannedResource[] {
  const served = ({ resources }: ServicePlan) => resources.filter(({ path }) => path !== '');
  const known = new Set(served(other).map(({ table }) => table));
  return served(one).filter(({ table }) => !known.has(table));
}

/** Whether a file is of a resource's own module or factory. */
export function isPathOf(path: string, resource: Pick<PlannedResource, 'path'>): boolean {
  const folder = folderOf(resource);
  return isPartOf(path, folder && `src/modules/${folder}`);
}
