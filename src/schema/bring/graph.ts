import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type ImportSite, type ParsedModule, parseModule } from './parse.ts';
import { type Resolve, type Target, withResolver } from './resolver.ts';

/** More application files than this behind one type-only import are not worth bringing. */
const MAX_TYPE_FILES = 30;

export interface ResolvedImport extends ImportSite {
  target: Target;
}

export interface ModuleNode extends Omit<ParsedModule, 'imports'> {
  path: string;
  source: string;
  imports: ResolvedImport[];
}

/** An import of types that was not followed; `path` is the module that it leads to. */
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
 * Every module that the entries need, in the bundler's order of search. What they need at run time always belongs to it;
 * an import of types alone is followed only while that stays within the project and a sensible number of files.
 */
export async function moduleGraph(entries: string[], root: string): Promise<ModuleGraph> {
  return withResolver(root, async (resolve) => {
    const visit = memoised(resolve);
    const nodes = new Map<string, ModuleNode>();
    const cuts: CutImport[] = [];
    await follow(entries, nodes, visit, (site) => !site.typeOnly);
    // Nodes that types add go to the end of the map and are visited by this very loop.
    for (const node of nodes.values()) {
      for (const { target, typeOnly, specifier, names } of node.imports) {
        if (!typeOnly || target.kind !== 'file' || nodes.has(target.path)) continue;
        const behind = new Map(nodes);
        const fits = await follow([target.path], behind, visit, () => true, root);
        if (fits) for (const [path, added] of behind) nodes.set(path, added);
        else cuts.push({ path: target.path, importer: node.path, specifier, names });
      }
    }
    return { nodes, cuts };
  });
}

type Visit = (path: string) => Promise<ModuleNode>;

/** Adds what lies behind `start`; with a `root`, gives up (false) when that grows too large or leaves it. */
async function follow(
  start: string[],
  nodes: Map<string, ModuleNode>,
  visit: Visit,
  follows: (site: ResolvedImport) => boolean,
  root?: string,
): Promise<boolean> {
  const queue = [...start];
  const limit = root ? nodes.size + MAX_TYPE_FILES : Infinity;
  for (const path of queue) {
    if (nodes.has(path)) continue;
    if (nodes.size >= limit || (root && relative(root, path).startsWith('..'))) return false;
    const node = await visit(path);
    nodes.set(path, node);
    for (const site of node.imports) {
      if (site.target.kind === 'file' && follows(site)) queue.push(site.target.path);
      if (root && site.target.kind === 'unresolved') return false;
    }
  }
  return true;
}

function memoised(resolve: Resolve): Visit {
  const seen = new Map<string, Promise<ModuleNode>>();
  return (path) => {
    const known = seen.get(path) ?? readNode(path, resolve);
    seen.set(path, known);
    return known;
  };
}

async function readNode(path: string, resolve: Resolve): Promise<ModuleNode> {
  const source = await readFile(path, 'utf8');
  const parsed = parseModule(path, source);
  const imports = await Promise.all(
    parsed.imports.map(async (site) => ({ ...site, target: await resolve(site.specifier, path) })),
  );
  return { ...parsed, path, source, imports };
}
