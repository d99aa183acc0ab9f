import type { ModuleGraph, ModuleNode } from './graph.ts';

/** A thing that a module exports: where it is really defined, so that two ways to one thing compare equal. */
export interface Origin {
  id: string;
  isType: boolean;
}

/** What a module exports by name, followed through re-exports and `export *` to where each thing is defined. */
export function exportOrigins(
  path: string,
  graph: ModuleGraph,
  visiting: ReadonlySet<string> = new Set(),
): Map<string, Origin> {
  const node = graph.nodes.get(path);
  const origins = new Map<string, Origin>();
  if (!node || visiting.has(path)) return origins;
  const deeper = new Set([...visiting, path]);
  for (const { name, from } of node.exports) {
    if (name !== null || from === null) continue;
    for (const [key, origin] of exportOrigins(target(node, from), graph, deeper)) {
      if (key !== 'default') origins.set(key, origin);
    }
  }
  for (const { name, source, from, isType } of node.exports) {
    if (name === null) continue;
    const origin = originOf(node, source, from, graph, deeper);
    origins.set(name, { ...origin, isType: isType || origin.isType });
  }
  return origins;
}

function originOf(
  node: ModuleNode,
  source: string | null,
  from: string | null,
  graph: ModuleGraph,
  visiting: ReadonlySet<string>,
): Origin {
  const binding = from === null && source !== null ? node.bindings.get(source) : undefined;
  const specifier = from ?? binding?.specifier;
  const name = binding?.name ?? source;
  if (specifier === undefined) return { id: `${node.path}#${name}`, isType: false };
  const path = target(node, specifier);
  const there = name === null ? undefined : exportOrigins(path, graph, visiting).get(name);
  return there ?? { id: `${path}#${name}`, isType: false };
}

function target(node: ModuleNode, specifier: string): string {
  const found = node.imports.find((site) => site.specifier === specifier)?.target;
  return found?.kind === 'file' ? found.path : specifier;
}
