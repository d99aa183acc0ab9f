import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { KitError } from '../errors.ts';
import { type ParsedModule, parseModule } from '../schema/bring/parse.ts';

/** The modules of a service as they are after a change that is not made yet. */
export interface Modules {
  has(path: string): boolean;
  /** Parsed once, however often it is asked for. */
  get(path: string): ParsedModule | undefined;
}

/**
 * @param planned the texts that are going to be written
 * @param removed paths of files that are going to be removed
 */
export function modulesAfter(
  folder: string,
  planned: ReadonlyMap<string, string>,
  removed: ReadonlySet<string> = new Set(),
): Modules {
  const parsed = new Map<string, ParsedModule>();
  const has = (path: string): boolean =>
    planned.has(path) || (!removed.has(path) && isFile(join(folder, path)));
  return {
    has,
    get: (path) => {
      if (!has(path)) return undefined;
      const module =
        parsed.get(path) ??
        parseModule(path, planned.get(path) ?? readFileSync(join(folder, path), 'utf8'));
      parsed.set(path, module);
      return module;
    },
  };
}

/** Only looked at, so that a symlink is as good as a file. Node 20 throws where a part of the path is a file. */
function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** The first thing that a module imports from the service's other files and that is not there. */
export function missingImport(
  path: string,
  modules: Modules,
): { target: string; what: string } | undefined {
  for (const { specifier, names } of modules.get(path)?.imports ?? []) {
    if (!specifier.startsWith('.')) continue;
    const target = resolve(path, specifier, modules);
    if (target === undefined) {
      const wanted = posix.join(posix.dirname(path), specifier);
      return { target: wanted, what: `the module ${specifier}, which is not there` };
    }
    // Of JSON every key is a name.
    if (target.endsWith('.json')) continue;
    const missing = names.find((name) => name !== '*' && !exportsName(target, name, modules));
    if (missing !== undefined) {
      return { target, what: `${missing} of ${target}, which does not export it` };
    }
  }
  return undefined;
}

/**
 * Makes sure that what is going to be written finds all that it imports from the service's other files: they may be of an
 * older version of the kit, or changed by the team since.
 * @throws KitError BASE_LACKS with what is missing, and where
 */
export function assertImportsFound(paths: string[], modules: Modules): void {
  for (const path of paths) {
    const missing = path.endsWith('.ts') ? missingImport(path, modules) : undefined;
    if (!missing) continue;
    throw new KitError(
      'BASE_LACKS',
      `${path} needs ${missing.what}. Nothing was written.`,
      'The file was changed since, or it is of an older version of the kit than the one that runs. Bring it back or up to date first.',
    );
  }
}

function resolve(from: string, specifier: string, modules: Modules): string | undefined {
  const base = posix.join(posix.dirname(from), specifier);
  return [`${base}.ts`, `${base}/index.ts`, base].find((path) => modules.has(path));
}

function exportsName(
  path: string,
  name: string,
  modules: Modules,
  seen = new Set<string>(),
): boolean {
  const module = seen.has(path) ? undefined : modules.get(path);
  if (!module) return false;
  seen.add(path);
  return module.exports.some((entry) => {
    if (entry.name !== null) return entry.name === name;
    if (entry.from === null) return false;
    const target = entry.from.startsWith('.') ? resolve(path, entry.from, modules) : undefined;
    // What comes out of a package can not be looked into here.
    return target === undefined || exportsName(target, name, modules, seen);
  });
}
