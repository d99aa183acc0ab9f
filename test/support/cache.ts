import { existsSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../src/kit/package.ts';

const POLL = 100;

/**
 * A folder below `.cache`, which git ignores, that is made once and then used by every run. It is made aside and moved into
 * place: a run that was killed half way leaves nothing that looks finished. Of several that ask for it at once, one makes it
 * and the others wait.
 */
export async function cachedFolder(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(packageRoot(), '.cache', name);
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, '..'), { recursive: true });
  const lock = `${folder}.lock`;
  if (!taken(lock)) {
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    while (!existsSync(folder) && isHeld(lock)) await sleep(POLL);
    return cachedFolder(name, make);
  }
  const partial = `${folder}.${process.pid}`;
  try {
    if (existsSync(folder)) return folder;
    mkdirSync(partial);
    await make(partial);
    renameSync(partial, folder);
    return folder;
  } finally {
    rmSync(partial, { recursive: true, force: true });
    rmSync(lock, { force: true });
  }
}

/** Takes the lock for this process; false when another one has it. What a process left that was killed is taken over. */
function taken(lock: string): boolean {
  if (!isHeld(lock)) rmSync(lock, { force: true });
  try {
    // A link is there with what it says at once, as a file is not.
    symlinkSync(`${process.pid}`, lock);
    return true;
  } catch {
    return false;
  }
}

/** Whether whoever took the lock is still there to let go of it. */
function isHeld(lock: string): boolean {
  try {
    return process.kill(Number(readlinkSync(lock)), 0);
  } catch {
    return false;
  }
}
