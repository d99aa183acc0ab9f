import { isAbsolute, relative, resolve } from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import { KitError } from '../errors.ts';
import { declaredRange, packageName, packageRoot, readPackageJson } from './packages.ts';

/** What esbuild had to say about a schema, as one KitError for its first error. */
export function bundleError(error: unknown, folder: string): unknown {
  const first = (error as Partial<BuildFailure>).errors?.[0];
  if (!first) return error;
  const unresolved = /^Could not resolve "(.+)"/.exec(first.text)?.[1];
  if (unresolved)
    return importError(unresolved, place(first, folder), importingFolder(first, folder));
  const missing = /^No matching export in "(.+)" for import "(.+)"/.exec(first.text);
  if (missing) {
    return new KitError(
      'SCHEMA_IMPORT',
      `${place(first, folder)} imports ${missing[2]}, which ${missing[1]} does not export.`,
      'Correct the import; your own type check reports the same.',
    );
  }
  return new KitError(
    'SCHEMA_SYNTAX',
    `${place(first, folder)} does not parse: ${first.text}.`,
    'Correct the syntax; your editor or tsc shows the same place.',
  );
}

/** An import that leads nowhere, with what to do about it by its form. */
export function importError(specifier: string, at: string, folder: string): KitError {
  return new KitError(
    'SCHEMA_IMPORT',
    `${at} imports "${specifier}", which can't be resolved.`,
    importHint(specifier, folder),
  );
}

function importHint(specifier: string, folder: string): string {
  if (/^\.{0,2}\//.test(specifier)) return 'Check the path: there is no such file.';
  const root = packageRoot(folder);
  const name = packageName(specifier);
  if (root && declaredRange(readPackageJson(root), name)) {
    return `Run npm install (or your package manager's command) in ${root}; its package.json lists ${name}.`;
  }
  if (/^([~#]|@\/|@$)/.test(specifier)) {
    return `It looks like a path alias: check "paths" in the tsconfig.json${root ? ` of ${root}` : ''}.`;
  }
  return `Install it: npm install ${name}${root ? ` in ${root}` : ' beside the schema'}; or check "paths" in tsconfig.json if it is an alias.`;
}

function place({ location }: Message, folder: string): string {
  if (!location) return 'The schema';
  return `${shorten(resolve(folder, location.file))}:${location.line}:${location.column + 1}`;
}

const importingFolder = ({ location }: Message, folder: string) =>
  location ? resolve(folder, location.file, '..') : folder;

/** A path as the person would type it: relative to where they stand when it lies below that. */
export function shorten(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}
