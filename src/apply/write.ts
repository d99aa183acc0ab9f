import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { KitError } from '../errors.ts';
import type { PlannedFile } from '../plan/planned-file.ts';
import { Cancelled } from '../terminal.ts';
import type { Change } from './compare.ts';
import { assertSafePath, existsAsFile } from './paths.ts';
import { diskError, type Target } from './target.ts';

export interface Written {
  /** True when the service's folder did not exist before: then undoing removes it. */
  createdTarget: boolean;
  /** Takes everything back: what was written, and the leftovers of later steps. */
  undo(): Promise<void>;
}

/**
 * Writes the changes that need writing, all or nothing. The files are staged first, on the target's own file system, then
 * moved into place; on a failure or an aborted signal, everything that was moved goes back.
 * @param leftovers top-level names that later steps may make (`node_modules`, a lockfile): undoing removes them too, where
 *   they were not there before
 * @throws KitError CONFLICT, UNSAFE_PATH, SYMLINK_IN_THE_WAY, NOT_A_FILE, TARGET_UNWRITABLE; Cancelled
 */
export async function writeChanges(
  target: Target,
  changes: Change[],
  signal: AbortSignal,
  leftovers: readonly string[] = [],
): Promise<Written> {
  assertNoConflict(changes);
  const writes = changes.filter(({ status }) => status === 'create' || status === 'update');
  const removals = changes.filter(({ status }) => status === 'remove');
  for (const { file } of [...writes, ...removals]) assertSafePath(file.path);
  const undoing = new Undo(target);
  try {
    await (target.exists
      ? writeInto(target, writes, signal, undoing)
      : writeNew(target, writes, signal, undoing));
    for (const change of removals) await remove(target.path, change, undoing);
  } catch (error) {
    await undoing.run();
    throw error instanceof KitError ? error : diskError(error, target.path);
  }
  undoing.push(() => removeLeftovers(target, leftovers));
  return { createdTarget: !target.exists, undo: () => undoing.run() };
}

/** A service that is not there yet is staged beside its place and appears in one move. */
async function writeNew(
  target: Target,
  writes: Change[],
  signal: AbortSignal,
  undoing: Undo,
): Promise<void> {
  const parent = dirname(target.path);
  const firstCreated = await makeFolders(parent);
  if (firstCreated) undoing.push(() => removeEmptyFolders(parent, firstCreated));
  // Not mkdtemp: its folders may be entered by their owner only, and this one becomes the service's.
  const staging = join(parent, `.${basename(target.path)}-${randomBytes(4).toString('hex')}`);
  await mkdir(staging);
  undoing.push(() => rm(staging, { recursive: true, force: true }));
  await stage(staging, writes, signal);
  await rename(staging, target.path);
  undoing.push(() => rm(target.path, { recursive: true, force: true, maxRetries: 3 }));
}

/** Within a folder that exists, the files are staged inside it: the folder may be a mount of its own. */
async function writeInto(
  target: Target,
  writes: Change[],
  signal: AbortSignal,
  undoing: Undo,
): Promise<void> {
  for (const { file } of writes) existsAsFile(target.path, file.path);
  const staging = await mkdtemp(join(target.path, '.staging-'));
  try {
    await stage(staging, writes, signal);
    for (const change of writes) {
      stopIfAborted(signal);
      await moveIntoPlace(staging, target.path, change, undoing);
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function stage(staging: string, writes: Change[], signal: AbortSignal): Promise<void> {
  for (const { file } of writes) {
    // A signal comes between two files.
    await turn();
    stopIfAborted(signal);
    writePlanned(join(staging, file.path), file);
  }
}

async function moveIntoPlace(
  staging: string,
  root: string,
  { file, disk }: Change,
  undoing: Undo,
): Promise<void> {
  const destination = join(root, file.path);
  const folder = dirname(destination);
  const firstCreated = await mkdir(folder, { recursive: true });
  if (firstCreated) undoing.push(() => removeEmptyFolders(folder, firstCreated));
  await rename(join(staging, file.path), destination);
  undoing.push(() => (disk ? writeFile(destination, disk) : rm(destination, { force: true })));
}

/** Removes a file, and the folders that are empty without it. */
async function remove(root: string, { file, disk }: Change, undoing: Undo): Promise<void> {
  const path = join(root, file.path);
  if (!disk || !existsAsFile(root, file.path)) return;
  const folder = dirname(path);
  undoing.push(async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path, disk);
  });
  await rm(path);
  const [top = ''] = file.path.split('/');
  if (top !== file.path) removeEmptyFolders(folder, join(root, top));
}

/** At once: each by way of Node's threads, hundreds of files take ten times as long. */
function writePlanned(path: string, file: PlannedFile): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.content, { mode: file.executable ? 0o777 : 0o666 });
}

/** What to take back, last done first. A step that fails does not keep the others from running. */
class Undo {
  readonly #steps: (() => Promise<void> | void)[] = [];
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  push(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      throw new KitError(
        'UNDO_FAILED',
        `Could not take everything back in ${this.#target.path}.`,
        'Look at the folder and remove what you do not want.',
        { cause: new AggregateError(failures) },
      );
    }
  }
}

function assertNoConflict(changes: Change[]): void {
  const paths = changes.filter(({ status }) => status === 'conflict').map(({ file }) => file.path);
  if (paths.length === 0) return;
  throw new KitError(
    'CONFLICT',
    `${paths.length === 1 ? 'A file is' : `${paths.length} files are`} in the way: ${paths.join(', ')}.`,
    'The kit never overwrites what somebody else wrote. Move them away, then run the command again.',
  );
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled();
}

/**
 * Makes a folder and those above it, and returns the first one that was missing. Node's own recursive `mkdir` never returns
 * where the file system answers ENOENT for a folder that is there, as /proc does.
 */
async function makeFolders(folder: string): Promise<string | undefined> {
  if (existsSync(folder)) return undefined;
  const above = await makeFolders(dirname(folder));
  await mkdir(folder);
  return above ?? folder;
}

/** Removes `folder` and the empty folders above it, up to `last` which is among them. */
function removeEmptyFolders(folder: string, last: string): void {
  for (let current = folder; current.startsWith(last); current = dirname(current)) {
    if (existsSync(current) && readdirSync(current).length === 0) rmdirSync(current);
  }
}

async function removeLeftovers(target: Target, leftovers: readonly string[]): Promise<void> {
  for (const name of leftovers) {
    if (target.entries.includes(name)) continue;
    await rm(join(target.path, name), { recursive: true, force: true, maxRetries: 3 });
  }
}
