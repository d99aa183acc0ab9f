import type { Entity } from '../read-result.ts';
import { cutModule } from './cut.ts';
import { drizzleExports } from './drizzle-exports.ts';
import type { ModuleGraph } from './graph.ts';
import type { KeptModule } from './kept.ts';
import { Library } from './library.ts';
import { Needs } from './needs.ts';
import { withResolver } from './resolver.ts';

/** What the tables need of the modules that they lie in. */
export interface Needed {
  graph: ModuleGraph;
  kept: KeptModule[];
  /** Entry modules of which nothing is needed. */
  unneeded: string[];
}

/** Tells whether the schema reads as before when only a part of its modules is there. */
export type ReadsAlike = (graph: ModuleGraph, entries: string[]) => Promise<boolean>;

/**
 * The statements that tables, enums, relations and the like need, from the entry modules and from everything behind them.
 * Which statements matter can't be known for sure from their form, so the outcome is read again; where it differs, what
 * only has an effect on something kept comes along too.
 *
 * @returns undefined when the schema does not read alike without the rest
 */
export async function neededGraph(
  entries: string[],
  root: string,
  entities: Entity[],
  readsAlike: ReadsAlike,
): Promise<Needed | undefined> {
  return withResolver(root, async (resolve) => {
    const library = new Library(resolve);
    for (const touching of [false, true]) {
      const needs = new Needs(library, root);
      for (const { file, key } of entities.flatMap(({ exports }) => exports)) {
        await needs.root(file, key);
      }
      await needs.effects(touching);
      await needs.types();
      const needed = neededOf([...needs.ledger.modules.values()], entries);
      const own = entries.filter((entry) => needed.graph.nodes.has(entry));
      if (await readsAlike(needed.graph, own)) return needed;
    }
    return undefined;
  });
}

/**
 * What the tables seem to need, by the text alone: for modules that can't be run as they stand.
 *
 * @returns undefined when nothing looks like a table; else with the modules that export such: those given, and any behind their objects
 */
export async function apparentGraph(
  given: string[],
  root: string,
): Promise<(Needed & { entries: string[] }) | undefined> {
  return withResolver(root, async (resolve) => {
    const library = new Library(resolve);
    const roots = await drizzleExports(given, library);
    if (roots.length === 0) return undefined;
    const entries = [...new Set([...given, ...roots.map(({ file }) => file)])];
    const needs = new Needs(library, root);
    for (const { file, key } of roots) await needs.root(file, key);
    await needs.effects(false);
    return { ...neededOf([...needs.ledger.modules.values()], entries), entries };
  });
}

function neededOf(modules: KeptModule[], entries: string[]): Needed {
  const kept = modules.filter(isNeeded);
  const byPath = new Map(kept.map((one) => [one.module.node.path, one]));
  const own = entries.filter((entry) => byPath.has(entry));
  const others = [...byPath.keys()].filter((path) => !own.includes(path));
  const nodes = new Map(
    [...own, ...others].flatMap((path) => {
      const one = byPath.get(path);
      return one ? [[path, cutModule(one)] as const] : [];
    }),
  );
  return {
    graph: { nodes, cuts: [] },
    kept,
    unneeded: entries.filter((entry) => !byPath.has(entry)),
  };
}

const isNeeded = ({ isWhole, pieces, exports, stars, standIns }: KeptModule) =>
  isWhole || [pieces, exports, stars, standIns].some(({ size }) => size > 0);
