import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Looks up files in a list of folders: one that several have is that of the first.
 *
 * @param folders those that are not there hold nothing
 * @returns the files by their paths below their folder, in the order of these
 */
export function lookUp(folders: readonly string[]): Map<string, string> {
  const found = folders.toReversed().flatMap((folder) => {
    if (!existsSync(folder)) return [];
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file).split(sep).join('/'), file] as const);
  });
  return new Map([...new Map(found)].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
