import { lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Survives a reboot, unlike /tmp, and anybody may pass through it. */
const PARENT = '/var/tmp';

/**
 * A folder that belongs to root, where Postgres's user reaches what it needs. Anybody may write to the parent, so that a
 * folder which is there already is only used if nobody else can have made or changed it.
 *
 * @throws when the name is taken by something that is not ours
 */
export function sharedFolder(name: string): string {
  const folder = path.join(PARENT, name);
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const status = lstatSync(folder);
  const othersWrite = (status.mode & 0o022) !== 0;
  if (!status.isDirectory() || status.uid !== process.getuid?.() || othersWrite) {
    throw new Error(`${folder} was not made by this user: remove it, or set DATABASE_URL.`);
  }
  return folder;
}
