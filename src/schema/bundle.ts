import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Loader, type Plugin, type PluginBuild, type ResolveResult } from 'esbuild';
import { bundleError } from './bundle-errors.ts';
import { KIT_FOLDER, packageName } from './packages.ts';

/** Packages that the kit lends to a schema whose project has not installed them. */
const LENT = new Set(['drizzle-orm', 'drizzle-zod', 'zod']);

/** Loaded as CommonJS, for which `reader-bundle.ts` says why: then the reader has it already where the kit lends it. */
const AS_COMMONJS = 'drizzle-orm';

/** Assets that application code imports and a schema never needs. */
const ASSETS: Record<string, Loader> = Object.fromEntries(
  ['.css', '.scss', '.svg', '.png', '.jpg', '.webp', '.woff2', '.md', '.html'].map((extension) => [
    extension,
    'empty',
  ]),
);

/** A bare import that the bundle leaves to Node. */
export interface External {
  specifier: string;
  importer: string;
  /** Where it was found on disk. */
  path: string;
}

export interface Bundle {
  code: string;
  /** Source map, as JSON. */
  map: string;
  externals: External[];
}

/**
 * Bundles modules into one ESM file that Node can import from anywhere: relative imports, tsconfig aliases and workspace
 * sources are inlined, packages become file URLs. `entry` is the code of the entry module, resolved from `folder`; `texts`
 * has other text for modules, by path, of which some may not be on the disk.
 *
 * Throws a KitError for syntax errors (`SCHEMA_SYNTAX`) and unresolved imports (`SCHEMA_IMPORT`), with their place.
 */
export async function bundleModules(
  entry: string,
  folder: string,
  texts: ReadonlyMap<string, string> = new Map(),
): Promise<Bundle> {
  const externals: External[] = [];
  try {
    const result = await build({
      stdin: { contents: entry, resolveDir: folder, sourcefile: 'create-backend-kit-entry.js' },
      bundle: true,
      write: false,
      outfile: 'schema.mjs',
      absWorkingDir: folder,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Node does not know the `module` condition that esbuild adds on its own.
      conditions: [],
      sourcemap: 'external',
      sourcesContent: false,
      jsx: 'automatic',
      loader: ASSETS,
      logLevel: 'silent',
      banner: {
        js: `import { createRequire as __kitRequire } from 'node:module'; const require = __kitRequire(${JSON.stringify(pathToFileURL(`${folder}/`).href)});`,
      },
      define: {
        'import.meta.url': JSON.stringify(pathToFileURL(`${folder}/schema.ts`).href),
        'import.meta.dirname': JSON.stringify(folder),
        __dirname: JSON.stringify(folder),
        __filename: JSON.stringify(`${folder}/schema.ts`),
      },
      plugins: [externalPackages(externals), otherText(texts)],
    });
    const [map, code] = result.outputFiles;
    return { code: code?.text ?? '', map: map?.text ?? '', externals };
  } catch (error) {
    throw bundleError(error, folder);
  }
}

/** Marks a resolution that the plugin itself started, which it must let through. */
const RESOLVING = Symbol('resolving');

/** Of modules that only say `require`. */
const REQUIRED = 'required';

/** Packages stay outside the bundle, as file URLs, and are dropped when nothing of them is used. */
function externalPackages(externals: External[]): Plugin {
  return {
    name: 'external-packages',
    setup(context) {
      context.onResolve({ filter: /^/, namespace: REQUIRED }, ({ path }) => ({
        path,
        external: true,
      }));
      context.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.pluginData === RESOLVING || args.kind === 'entry-point') return undefined;
        if (isBuiltin(args.path)) return { path: args.path, external: true, sideEffects: false };
        const found = await resolveOutside(context, args);
        if (found === undefined) return undefined;
        if (!staysOutside(found.path)) return { path: found.path, namespace: found.namespace };
        externals.push({ specifier: args.path, importer: args.importer, path: found.path });
        if (args.kind.startsWith('require')) {
          return { path: found.path, external: true, sideEffects: false };
        }
        if (packageName(args.path) === AS_COMMONJS && found.path.endsWith('.cjs')) {
          return { path: found.path, namespace: REQUIRED, sideEffects: false };
        }
        return { path: fileUrl(found.path), external: true, sideEffects: false };
      });
      context.onLoad({ filter: /^/, namespace: REQUIRED }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(path)});`,
      }));
    },
  };
}

/** Modules whose text is not the one on the disk. */
function otherText(texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'other-text',
    setup(context) {
      if (texts.size === 0) return;
      context.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const wanted = resolve(resolveDir, path);
        const found = [wanted, `${wanted}.ts`].find((one) => texts.has(one));
        return found === undefined ? undefined : { path: found };
      });
      context.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
        const contents = texts.get(path);
        const loader = path.replace(/^.*\.[cm]?/, '') as Loader;
        return contents === undefined ? undefined : { contents, loader };
      });
    },
  };
}

interface BareImport {
  path: string;
  kind: Parameters<PluginBuild['resolve']>[1] extends { kind?: infer K } | undefined ? K : never;
  importer: string;
  resolveDir: string;
}

async function resolveOutside(
  context: PluginBuild,
  args: BareImport,
): Promise<ResolveResult | undefined> {
  const isOther = packageName(args.path) !== AS_COMMONJS;
  const required = isOther
    ? undefined
    : await resolveBare(context, { ...args, kind: 'require-call' });
  return required ?? resolveBare(context, args);
}

/** Resolved from the importing file, else from the kit for the packages that it lends; undefined when nowhere. */
async function resolveBare(
  context: PluginBuild,
  { path, kind, importer, resolveDir }: BareImport,
): Promise<ResolveResult | undefined> {
  const options = { ...(kind && { kind }), pluginData: RESOLVING };
  const own = await context.resolve(path, { ...options, importer, resolveDir });
  if (own.errors.length === 0) return own;
  if (!LENT.has(packageName(path))) return undefined;
  const lent = await context.resolve(path, { ...options, importer, resolveDir: KIT_FOLDER });
  return lent.errors.length === 0 ? lent : undefined;
}

const staysOutside = (path: string) =>
  /[\\/]node_modules[\\/]/.test(path) && /\.[mc]?js$/.test(path) && !path.endsWith('.d.ts');

const fileUrl = (path: string) => pathToFileURL(path).href;
