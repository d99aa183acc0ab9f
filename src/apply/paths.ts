import { lstatSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { KitError } from '../errors.ts';

/**
 * Checks that a planned path stays below its root and is written one way only.
 * @throws KitError UNSAFE_PATH
 */
export function assertSafePath(path: string): void {
  const clean = posix.normalize(path);
  const unsafe =
    path === '' ||
    clean !== path ||
    clean === '.' ||
    clean.startsWith('..') ||
    posix.isAbsolute(path) ||
    /[\\\0]|^[a-z]:/i.test(path);
  if (unsafe)
    throw new KitError('UNSAFE_PATH', `Refusing to write to "${path}": it leaves the service.`);
}

/**
 * Reads what stands on the disk for planned paths, without following symlinks.
 * @throws KitError UNSAFE_PATH, SYMLINK_IN_THE_WAY, NOT_A_FILE
 */
export function readDisk(root: string, paths: string[]): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const path of paths) {
    if (existsAsFile(root, path)) found.set(path, readFileSync(join(root, path)));
  }
  return found;
}

/** True for a plain file that is reached through plain folders only; false when nothing is there. */
export function existsAsFile(root: string, path: string): boolean {
  assertSafePath(path);
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const part = parts.slice(0, depth).join('/');
    const stat = lstatSync(join(root, part), { throwIfNoEntry: false });
    if (!stat) return false;
    if (stat.isSymbolicLink()) throw inTheWay('SYMLINK_IN_THE_WAY', part, 'a symlink');
    const isLast = depth === parts.length;
    if (isLast && !stat.isFile()) throw inTheWay('NOT_A_FILE', part, 'not a plain file');
    if (!isLast && !stat.isDirectory()) throw inTheWay('NOT_A_FILE', part, 'not a folder');
  }
  return true;
}

function inTheWay(code: string, path: string, what: string): KitError {
  return new KitError(
    code,
    `${path} is ${what}, and the service needs that path.`,
    'Move it away, then run the command again. Nothing was written.',
  );
}
