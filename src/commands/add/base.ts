import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { existsAsFile } from '../../apply/paths.ts';
import { KitError } from '../../errors.ts';
import type { PlannedFile } from '../../plan/planned-file.ts';
import { parseModule } from '../../schema/bring/parse.ts';

/** The text of a file of the service after the addition; undefined where there is none. */
type Read = (path: string) => string | undefined;

/**
 * Makes sure that what is going to be written finds all that it imports from the service's other files: they may be of an
 * older version of the kit, or changed by the team since.
 * @throws KitError BASE_LACKS with what is missing, and where
 */
export function assertImportsFound(folder: string, planned: PlannedFile[]): void {
  const texts = new Map(planned.map(({ path, content }) => [path, content.toString()]));
  const read: Read = (path) =>
    texts.get(path) ??
    (existsAsFile(folder, path) ? readFileSync(join(folder, path), 'utf8') : undefined);
  for (const [path, text] of texts) {
    if (path.endsWith('.ts')) assertFound(path, text, read);
  }
}

function assertFound(path: string, text: string, read: Read): void {
  for (const { specifier, names } of parseModule(path, text).imports) {
    if (!specifier.startsWith('.')) continue;
    const target = resolve(path, specifier, read);
    if (target === undefined) throw lacks(path, `the module ${specifier}, which is not there`);
    const missing = names.find((name) => name !== '*' && !exportsName(target, name, read));
    if (missing !== undefined)
      throw lacks(path, `${missing} of ${target}, which does not export it`);
  }
}

function lacks(path: string, what: string): KitError {
  return new KitError(
    'BASE_LACKS',
    `${path} needs ${what}. Nothing was written.`,
    'The file was changed since, or it is of an older version of the kit than the one that runs. Bring it back or up to date first.',
  );
}

function resolve(from: string, specifier: string, read: Read): string | undefined {
  const base = posix.join(posix.dirname(from), specifier);
  return [`${base}.ts`, `${base}/index.ts`, base].find((path) => read(path) !== undefined);
}

function exportsName(path: string, name: string, read: Read, seen = new Set<string>()): boolean {
  const text = read(path);
  if (text === undefined || seen.has(path)) return false;
  seen.add(path);
  return parseModule(path, text).exports.some((entry) => {
    if (entry.name !== null) return entry.name === name;
    if (entry.from === null) return false;
    const target = entry.from.startsWith('.') ? resolve(path, entry.from, read) : undefined;
    // What comes out of a package can not be looked into here.
    return target === undefined || exportsName(target, name, read, seen);
  });
}
