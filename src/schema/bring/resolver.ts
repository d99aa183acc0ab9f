import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { build, type PluginBuild } from 'esbuild';
import { ancestors, packageName } from '../packages.ts';

/** Where an import leads. */
export type Resolved =
  | { kind: 'file'; path: string }
  | { kind: 'package'; name: string }
  | { kind: 'builtin' }
  | { kind: 'unresolved' };

export type Resolve = (specifier: string, importer: string) => Promise<Resolved>;

/**
 * Calls `use` with esbuild's own resolver, which knows tsconfig paths, package `imports` and workspace links, without
 * bundling anything.
 */
export async function withResolver<T>(
  folder: string,
  use: (resolve: Resolve) => Promise<T>,
): Promise<T> {
  let outcome: Promise<T> | undefined;
  await build({
    stdin: { contents: '', resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    platform: 'node',
    conditions: [],
    logLevel: 'silent',
    plugins: [
      {
        name: 'resolver',
        setup(context) {
          context.onStart(async () => {
            outcome = use(
              remembering((specifier, importer) => resolveWith(context, specifier, importer)),
            );
            await outcome.catch(() => undefined);
          });
        },
      },
    ],
  });
  return outcome as Promise<T>;
}

async function resolveWith(
  context: PluginBuild,
  specifier: string,
  importer: string,
): Promise<Resolved> {
  if (isBuiltin(specifier)) return { kind: 'builtin' };
  const found = await context.resolve(specifier, {
    kind: 'import-statement',
    importer,
    resolveDir: dirname(importer),
  });
  return found.errors.length > 0
    ? unresolvedTarget(specifier, importer)
    : resolvedTarget(specifier, found.path);
}

/** Asks once for what must have one answer: a package or alias leads to the same place from all over a project. */
function remembering(resolve: Resolve): Resolve {
  const answers = new Map<string, Promise<Resolved>>();
  const scopes = new Map<string, string>();
  return (specifier, importer) => {
    const folder = dirname(importer);
    const scope = scopes.get(folder) ?? configFolder(folder);
    scopes.set(folder, scope);
    const id = JSON.stringify([specifier.startsWith('.') ? folder : scope, specifier]);
    const answer = answers.get(id) ?? resolve(specifier, importer);
    answers.set(id, answer);
    return answer;
  };
}

/** The nearest folder whose tsconfig.json or package.json decides how a bare import resolves. */
const configFolder = (folder: string) =>
  ancestors(folder).find((above) =>
    ['tsconfig.json', 'package.json'].some((name) => existsSync(join(above, name))),
  ) ?? folder;

function resolvedTarget(specifier: string, path: string): Resolved {
  return /[\\/]node_modules[\\/]/.test(path)
    ? { kind: 'package', name: packageName(specifier) }
    : { kind: 'file', path };
}

/** Declaration files and packages that only have types or are not installed. */
function unresolvedTarget(specifier: string, importer: string): Resolved {
  if (specifier.startsWith('.')) {
    const path = `${resolvePath(dirname(importer), specifier)}.d.ts`;
    return existsSync(path) ? { kind: 'file', path } : { kind: 'unresolved' };
  }
  return /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(\/|$)/i.test(specifier)
    ? { kind: 'package', name: packageName(specifier) }
    : { kind: 'unresolved' };
}
