import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { isCommonJs, isOne, withImports } from './commonjs.ts';
import type { Edit } from './cut.ts';
import { type Demand, pruneModule, spreadDemand } from './demand.ts';
import { type ImportSite, type ParsedModule, parseModule } from './parse.ts';
import { type Resolve, type Resolved, withResolver } from './resolver.ts';

/** More application files than this behind one type-only import are not worth bringing. */
const MAX_TYPE_FILES = 30;
/** A service has these whatever its schema imports. */
const SERVICE_PACKAGES = ['drizzle-orm', 'drizzle-zod', 'zod'];
/** Where looking behind a type-only import stops at the latest. */
const MAX_PARSED = 100;

export interface ResolvedImport extends ImportSite {
  target: Resolved;
}

export interface ModuleNode extends Omit<ParsedModule, 'imports'> {
  path: string;
  source: string;
  imports: ResolvedImport[];
  /** What is cut out of its source, and what stands there instead. */
  edits: Edit[];
  /** Its source is not what is on the disk: there it is CommonJS. */
  isRewritten: boolean;
}

/** An import of types that was not followed; `path` is the module that it leads to, which may be brought for its values. */
export interface CutImport {
  path: string;
  importer: string;
  specifier: string;
  names: string[];
}

export interface ModuleGraph {
  /** By absolute path; the entries come first. */
  nodes: Map<string, ModuleNode>;
  cuts: CutImport[];
}

/**
 * Every module that the entries need. What they need at run time always belongs to it; an import of types alone is
 * followed while what lies behind it is small, stays in the project and needs no packages of its own.
 */
export async function moduleGraph(entries: string[], root: string): Promise<ModuleGraph> {
  return withResolver(root, async (resolve) => {
    const parsed = new Map<string, ModuleNode>();
    const demand: Demand = new Map();
    await parseBehind(entries, parsed, resolve, isValue);
    const all = entries.map((entry): [string, string[]] => [entry, ['*']]);
    spreadDemand(all, demand, parsed, isValue);
    const cuts: CutImport[] = [];
    // Modules that types add go to the end of the map and are visited by this very loop.
    for (const path of demand.keys()) {
      for (const { target, typeOnly, specifier, names } of parsed.get(path)?.imports ?? []) {
        if (!typeOnly || target.kind !== 'file' || isWhole(target.path, demand, parsed)) continue;
        await parseBehind([target.path], parsed, resolve, () => true, MAX_PARSED);
        const trial: Demand = new Map([...demand].map(([key, wanted]) => [key, new Set(wanted)]));
        spreadDemand([[target.path, names]], trial, parsed, () => true);
        if (isWorthwhile(demand, trial, parsed, root)) merge(demand, trial);
        else cuts.push({ path: target.path, importer: path, specifier, names });
      }
    }
    // A later import may have brought what was cut before.
    const lasting = cuts.filter(({ path }) => !isWhole(path, demand, parsed));
    return { nodes: pruned(demand, parsed), cuts: lasting };
  });
}

const isValue = ({ typeOnly }: ResolvedImport) => !typeOnly;

/** A module that is brought with all that it defines: its types are there, and what those import is looked at in turn. */
function isWhole(path: string, demand: Demand, parsed: Map<string, ModuleNode>): boolean {
  const wanted = demand.get(path);
  return wanted !== undefined && (wanted.has('*') || parsed.get(path)?.isBarrel === false);
}

function merge(demand: Demand, trial: Demand): void {
  for (const [path, wanted] of trial) demand.set(path, wanted);
}

function pruned(demand: Demand, parsed: Map<string, ModuleNode>): Map<string, ModuleNode> {
  return new Map(
    [...demand].flatMap(([path, wanted]) => {
      const node = parsed.get(path);
      return node ? [[path, pruneModule(node, wanted, parsed)]] : [];
    }),
  );
}

/** Whether the modules that a type-only import adds are few, plain TypeScript of this project, and self-sufficient. */
function isWorthwhile(
  before: Demand,
  after: Demand,
  parsed: Map<string, ModuleNode>,
  root: string,
): boolean {
  const added = [...after.keys()].filter((path) => !before.has(path));
  const packages = new Set(SERVICE_PACKAGES);
  for (const path of before.keys()) {
    for (const name of packagesOf(parsed.get(path))) packages.add(name);
  }
  return (
    added.length <= MAX_TYPE_FILES &&
    added.every((path) => {
      const node = parsed.get(path);
      const isPlain = !path.endsWith('x') && !relative(root, path).startsWith('..');
      const resolves = node?.imports.every(({ target }) => target.kind !== 'unresolved');
      return isPlain && resolves && packagesOf(node).every((name) => packages.has(name));
    })
  );
}

/** Packages that a module needs at run time. */
const packagesOf = (node: ModuleNode | undefined): string[] =>
  (node?.imports ?? []).flatMap(({ target, typeOnly }) =>
    target.kind === 'package' && !typeOnly ? [target.name] : [],
  );

/** Parses modules and what lies behind them; of types, which may lead anywhere, no more than `most` modules. */
async function parseBehind(
  start: string[],
  parsed: Map<string, ModuleNode>,
  resolve: Resolve,
  follows: (site: ResolvedImport) => boolean,
  most = Infinity,
): Promise<void> {
  const seen = new Set<string>();
  const limit = parsed.size + most;
  let wave = start;
  while (wave.length > 0 && parsed.size < limit) {
    const fresh = [...new Set(wave)].filter((path) => !seen.has(path));
    const nodes = await Promise.all(
      fresh.map(async (path) => parsed.get(path) ?? readNode(path, resolve)),
    );
    for (const node of nodes) {
      seen.add(node.path);
      parsed.set(node.path, node);
    }
    wave = nodes.flatMap(({ imports }) =>
      imports.flatMap((site) =>
        site.target.kind === 'file' && follows(site) ? [site.target.path] : [],
      ),
    );
  }
}

/** Reads one module and finds out where each of its imports leads. */
export async function readNode(path: string, resolve: Resolve): Promise<ModuleNode> {
  const written = await readFile(path, 'utf8');
  const source = await asModule(path, written, resolve);
  const { imports, ...module } = parseModule(path, source);
  const resolved = await Promise.all(
    imports.map(async (site) => ({ ...site, target: await resolve(site.specifier, path) })),
  );
  return { ...module, path, source, imports: resolved, edits: [], isRewritten: source !== written };
}

/** CommonJS with `import` and `export`, where its text tells what it exports; anything else as it is. */
async function asModule(path: string, written: string, resolve: Resolve): Promise<string> {
  if (!isCommonJs(path, written)) return written;
  const isOneOf = async (specifier: string) => {
    const target = await resolve(specifier, path);
    if (target.kind === 'file') return isOne(target.path, await readFile(target.path, 'utf8'));
    return target.kind === 'package' && !SERVICE_PACKAGES.includes(target.name);
  };
  return (await withImports(path, written, isOneOf)) ?? written;
}
