import type { ServicePlan } from '../plan/service.ts';
import type { Notice } from '../schema/table.ts';
import { assertImportsFound, missingImport, type Modules, modulesAfter } from './modules.ts';
import { type ChangedFile, droppedPaths, type Plans } from './evolve.ts';
import { filesIn, type Gone, isAnythingGone } from './gone.ts';
import { type OpenService, schemaFolder } from './open.ts';

/** A file that is not written, with the path of the one that it goes with. */
export interface HeldFile extends ChangedFile {
  because: string;
}

/** What of the changes is written, and what is not. */
export interface Settled {
  /** Files to write or to remove. */
  open: ChangedFile[];
  /** Files that somebody edited or made, so that they stay as they are. */
  conflicts: ChangedFile[];
  /** Files that are not written because they go with one that stays. */
  held: HeldFile[];
  /** Why nothing at all can be written, as sentences. */
  stopped: string[];
  /** Paths that the manifest speaks of and that are neither there nor wanted any more. */
  forgotten: string[];
  notices: Notice[];
}

interface Unsettled {
  changes: ChangedFile[];
  /** What has to be written for a table that the schema on the disk lacks. */
  fresh: ChangedFile[];
  /** What a person took out. */
  gone: Gone;
  notices: Notice[];
}

const registry = 'src/modules/index.ts';

/**
 * Decides what of the changes is written. A file in conflict stays; what would not work with it as it is stays, too; and
 * where the service would not work without it, nothing is written.
 * @throws KitError BASE_LACKS
 */
export function settle(
  service: OpenService,
  plans: Plans,
  { changes, fresh, gone, notices }: Unsettled,
): Settled {
  const { before, after } = plans;
  const conflicts = changes.filter(({ status }) => status === 'conflict');
  const staying = changes.filter(({ status }) => status === 'conflict' || status === 'kept');
  const stays = new Set(staying.map(({ file }) => file.path));
  const wanted = changes.filter(({ status }) => ['create', 'update', 'remove'].includes(status));
  const held = wanted.flatMap((change): HeldFile[] => {
    const because = heldBy(change, stays);
    return because === undefined ? [] : [Object.assign(change, { because })];
  });
  const open = [
    ...fresh,
    ...wanted.filter((change) => !held.some(({ file }) => file === change.file)),
  ];
  const modules = modulesWith(service, open);
  assertImportsFound(
    open.filter(({ status }) => status !== 'remove').map(({ file }) => file.path),
    modules,
  );
  const stopped = [...unlisted(conflicts), ...needingGone(service, gone, { open, modules })];
  const isOpen = stopped.length === 0;
  const written = new Set(open.map(({ file }) => file.path));
  return {
    open: isOpen ? open : [],
    conflicts,
    held,
    stopped,
    forgotten: isOpen ? droppedPaths(service, plans).filter((path) => !written.has(path)) : [],
    notices: [...notices, ...newNotices(before, after)],
  };
}

/** The tests of a module ask for what its includes have. */
function heldBy({ file }: ChangedFile, stays: ReadonlySet<string>): string | undefined {
  const module = /^(src\/modules\/([^/]+)\/).*\.test\.ts$/.exec(file.path);
  const includes = module ? `${module[1]}${module[2]}.includes.ts` : '';
  const asks = /[?&]include=/.test(file.content.toString());
  return asks && stays.has(includes) ? includes : undefined;
}

/** A module that is not in the list of modules is not served, and fails its tests. */
function unlisted(conflicts: ChangedFile[]): string[] {
  if (!conflicts.some(({ file }) => file.path === registry)) return [];
  return [
    `${registry} says which modules are served, and you edited it. Put the change above into it, then run this again.`,
  ];
}

/** What people have written and what stays must not need what is gone. */
function needingGone(
  { folder }: OpenService,
  gone: Gone,
  { open, modules }: { open: ChangedFile[]; modules: Modules },
): string[] {
  const removed = open.filter(({ status }) => status === 'remove').map(({ file }) => file.path);
  if (removed.length === 0 && !isAnythingGone(gone)) return [];
  const places = [
    ...removed.map((path) => path.replace(/\.ts$/, '')),
    ...gone.modules.map((module) => `${module.folder}/`),
    ...(gone.tables.length > 0 ? [`${schemaFolder}/`] : []),
  ];
  const sources = ['src', 'test', 'scripts'].flatMap((name) => filesIn(folder, name));
  return sources
    .filter((path) => path.endsWith('.ts') && !path.startsWith(`${schemaFolder}/`))
    .flatMap((path) => {
      const missing = missingImport(path, modules);
      const isGone = missing && places.some((place) => missing.target.startsWith(place));
      return isGone
        ? [`${path} needs ${missing.what}: take that out, or bring it back, then run this again.`]
        : [];
    });
}

function modulesWith({ folder }: OpenService, open: ChangedFile[]): Modules {
  const removed = open.filter(({ status }) => status === 'remove');
  const written = open.filter(({ status }) => status !== 'remove');
  return modulesAfter(
    folder,
    new Map(written.map(({ file }) => [file.path, file.content.toString()])),
    new Set(removed.map(({ file }) => file.path)),
  );
}

function newNotices(before: ServicePlan, after: ServicePlan): Notice[] {
  const textOf = ({ subject, message }: Notice) => `${subject} ${message}`;
  const known = new Set(before.notices.map(textOf));
  return after.notices.filter((notice) => !known.has(textOf(notice)));
}
