import { accessSync, constants, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { KitError } from '../errors.ts';

/** What people have in a folder before they put a service into it, and what does no harm there. */
const harmless =
  /^(?:\.git|\.gitignore|\.gitattributes|\.editorconfig|\.DS_Store|\.idea|\.vscode|LICEN[CS]E.*|README.*)$/i;

export interface Target {
  /** Absolute path of the service's folder. */
  path: string;
  exists: boolean;
  /** What was in it at the start. */
  entries: string[];
}

/**
 * Looks at the folder that the service is to go into; writes nothing.
 * @throws KitError TARGET_IS_FILE, TARGET_NOT_EMPTY (unless `force`), TARGET_UNWRITABLE
 */
export function checkTarget(path: string, { force }: { force: boolean }): Target {
  const stat = statOf(path);
  if (stat && !stat.isDirectory()) {
    throw new KitError('TARGET_IS_FILE', `${path} is a file.`, 'Choose another folder.');
  }
  const entries = stat ? readable(path) : [];
  assertWritable(stat ? path : existingAncestor(path));
  const inTheWay = entries.filter((entry) => !isHarmless(entry));
  if (inTheWay.length > 0 && !force) {
    throw new KitError(
      'TARGET_NOT_EMPTY',
      `${path} is not empty: it holds ${listed(inTheWay)}.`,
      'Choose another folder, or pass --force to write beside what is there.',
    );
  }
  return { path, exists: stat !== undefined, entries };
}

/** What URLs, a PATH and the shell that Postgres's programs start each other with take for something else than a name. */
const misread = process.platform === 'win32' ? /[#%?$`]/ : /[#%?:"$`\\\r\n]/;

/**
 * Makes sure that a service can run in a folder; where that is not there yet, nothing is written.
 * @throws KitError TARGET_PATH_UNUSABLE naming the character that stands in the way
 */
export function assertUsablePath(path: string): void {
  const isThere = statOf(path) !== undefined;
  const real = realpathSync(isThere ? path : existingAncestor(path));
  const [character] =
    misread.exec(path.slice(parse(path).root.length)) ??
    misread.exec(real.slice(parse(real).root.length)) ??
    [];
  if (character === undefined) return;
  throw new KitError(
    'TARGET_PATH_UNUSABLE',
    `A service can't be tested in ${path}: its path has ${JSON.stringify(character)} in it.`,
    'Vite, npm and the programs of Postgres misread such a path. Choose a folder without any of # % ? : " $ ` \\ in its path.',
  );
}

/** True for files that people have in a folder before they put a service into it. */
export function isHarmless(path: string): boolean {
  return harmless.test(path.split('/')[0] ?? '');
}

/** The same as a sentence for a prompt; undefined when the folder can be used. */
export function targetProblem(path: string): string | undefined {
  try {
    assertUsablePath(path);
    checkTarget(path, { force: false });
    return undefined;
  } catch (error) {
    if (error instanceof KitError) return error.message;
    throw error;
  }
}

/** What the disk refused, as an error that the person can act on; anything else is returned as it is. */
export function diskError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const reason = reasons[code];
  if (!reason) return error;
  return new KitError(
    'TARGET_UNWRITABLE',
    `Can't write to ${path}: ${reason}.`,
    `Nothing was written. ${remedies[code] ?? 'Choose a folder that you may write to.'}`,
    { cause: error },
  );
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  ENOENT: 'the folder above it does not exist and could not be created',
  ENOTDIR: 'a file stands where a folder should be',
  ENAMETOOLONG: 'the name is too long',
  ENOTEMPTY: 'something else was written there meanwhile',
  EEXIST: 'something else was written there meanwhile',
};

const remedies: Record<string, string> = {
  ENOSPC: 'Make room, or choose a folder on another disk.',
  ENAMETOOLONG: 'Choose a shorter one.',
  ENOTEMPTY: 'Look at it, or choose another folder.',
  EEXIST: 'Look at it, or choose another folder.',
};

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw diskError(error, path);
  }
}

function existingAncestor(path: string): string {
  const parent = dirname(path);
  const stat = statOf(parent);
  if (!stat) return existingAncestor(parent);
  if (stat.isDirectory()) return parent;
  throw new KitError('TARGET_IS_FILE', `${parent} is a file.`, 'Choose another folder.');
}

function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw diskError(error, folder);
  }
}

function readable(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw diskError(error, folder);
  }
}

function listed(names: string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
