import { dirname, relative } from 'node:path';
import { isTyped, PROVIDED, versionOf } from './dependencies.ts';

/** More modules than these behind one type of a table are not worth bringing. */
const MOST_MODULES = 30;

/** What lies behind a type is more than it is worth: caught where something can stand in for it. */
export class TooMuch extends Error {}

/**
 * Whether a module may come along for a type's sake: plain TypeScript of the project, while there are few of them.
 *
 * @param root the project's folder
 * @param opened how many have come along for that type already
 */
export function isPlainModule(path: string, root: string, opened: number): boolean {
  const isInside = !relative(root, path).startsWith('..');
  return isInside && !path.endsWith('x') && opened < MOST_MODULES;
}

/**
 * Whether a package may be asked for by what comes along for a type's sake: one that has types, and that the service has anyway or
 * can have.
 *
 * @param file the module that asks
 * @param isNeeded whether the tables need it themselves
 */
export function mayAskFor(
  name: string,
  file: string,
  { isType, isNeeded }: { isType: boolean; isNeeded: boolean },
): boolean {
  if (name === 'drizzle-orm') return true;
  const folder = dirname(file);
  if (isType && !isTyped(name, folder)) return false;
  if (isNeeded) return true;
  return isType && (PROVIDED.has(name) || versionOf(name, folder) !== undefined);
}
