import { exportOrigins } from './exports.ts';
import type { ModuleGraph, ModuleNode, ResolvedImport } from './graph.ts';

/** Path of a module -> the names that are wanted of it; `*` among them wants all. */
export type Demand = Map<string, Set<string>>;

type Nodes = ModuleGraph['nodes'];

const ALL = '*';

/**
 * Follows imports from some modules and notes what is wanted of each module behind them. A barrel outside the schema's own
 * files passes on only what is asked of it, so that one enum of a package's index does not bring the package.
 */
export function spreadDemand(
  start: [path: string, names: string[]][],
  demand: Demand,
  nodes: Nodes,
  follows: (site: ResolvedImport) => boolean,
): void {
  const queue = [...start];
  for (const [path, names] of queue) {
    const known = demand.get(path);
    if (known && names.every((name) => known.has(name))) continue;
    const wanted = new Set([...(known ?? []), ...names]);
    demand.set(path, wanted);
    const node = nodes.get(path);
    for (const site of node ? wantedSites(node, wanted, nodes) : []) {
      if (site.target.kind !== 'file' || !node || !follows(site)) continue;
      queue.push([site.target.path, wantedOf(node, site, wanted, nodes)]);
    }
  }
}

/** The module without the statements that nobody asked for. */
export function pruneModule(node: ModuleNode, wanted: Set<string>, nodes: Nodes): ModuleNode {
  const kept = new Set(wantedSites(node, wanted, nodes));
  if (kept.size === node.imports.length) return node;
  const dropped = node.imports.flatMap((site) =>
    kept.has(site) || !site.statement ? [] : [site.statement],
  );
  const isDropped = (start: number) => dropped.some((span) => span.start === start);
  return {
    ...node,
    imports: [...kept],
    exports: node.exports.filter(({ statement }) => !isDropped(statement.start)),
    edits: dropped.map(({ start, end }) => ({ start, end, by: '' })),
  };
}

function wantedSites(node: ModuleNode, wanted: Set<string>, nodes: Nodes): ResolvedImport[] {
  if (!node.isBarrel || wanted.has(ALL)) return node.imports;
  return node.imports.filter((site) => wantedOf(node, site, wanted, nodes).length > 0);
}

/** What a site asks of the module it leads to, given what is asked of its own module. */
function wantedOf(
  node: ModuleNode,
  site: ResolvedImport,
  wanted: Set<string>,
  nodes: Nodes,
): string[] {
  if (!node.isBarrel || wanted.has(ALL)) return site.names;
  const entries = node.exports.filter(({ statement }) => statement.start === site.statement?.start);
  return entries.flatMap(({ name, source }) => {
    if (name !== null) return wanted.has(name) ? [source ?? ALL] : [];
    if (site.target.kind !== 'file') return [ALL];
    const offered = exportOrigins(site.target.path, { nodes, cuts: [] });
    return [...wanted].filter((wish) => offered.has(wish));
  });
}
