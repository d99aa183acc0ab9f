import { freeName } from '../../identifiers.ts';
import type { Entity } from '../read-result.ts';
import { isPlatformSchema } from '../foreign-schemas.ts';
import { exportOrigins } from './exports.ts';
import type { ModuleGraph, ModuleNode } from './graph.ts';
import { type Layout, relativeSpecifier } from './layout.ts';

/** What `index.ts` has to say beyond `export *`, and what has to change elsewhere for it. */
export interface BarrelPlan {
  /** Lines of index.ts; added below a barrel that the person has. */
  lines: string[];
  /** Absolute path of a module -> variables that it must export now. */
  newExports: Map<string, string[]>;
  /** Definitions for what exists only inside a function, for a file of their own. */
  definitions: string[];
  /** Id of an entity -> the name that index.ts exports it under, where that differs from the entry's. */
  renamed: Map<string, string>;
  /** Entities that migrations need and that could not be exported. */
  missing: Entity[];
}

/** Kinds that drizzle-kit has to see among the exports. */
const NEEDED = new Set<Entity['kind']>(['table', 'view', 'enum', 'schema', 'sequence', 'role']);

const BUILDERS: Partial<Record<Entity['kind'], RegExp>> = {
  table: /table/i,
  enum: /enum/i,
  schema: /^pgSchema$/,
  sequence: /sequence/i,
  role: /^pgRole$/,
};

/** Equal for the same thing wherever it is met. */
export const entityId = ({ kind, schema, name }: Entity) => JSON.stringify([kind, schema, name]);

/**
 * Plans an index that exports every table, enum, schema, sequence and role that migrations need, each under one name.
 * `isOwn` says that the single entry is the person's own index, which stays as it is as far as it goes.
 */
export function planBarrel(
  entries: string[],
  entities: Entity[],
  graph: ModuleGraph,
  layout: Layout,
  isOwn: boolean,
): BarrelPlan {
  const plan: BarrelPlan = {
    lines: isOwn ? [] : entries.map((entry) => `export * from '${fromIndex(entry, layout)}';`),
    newExports: new Map(),
    definitions: [],
    renamed: new Map(),
    missing: [],
  };
  const taken = new Set(entries.flatMap((entry) => [...exportOrigins(entry, graph).keys()]));
  taken.delete('default');
  if (!isOwn) addClashes(plan, entries, entities, graph, layout, taken);
  for (const entity of entities) {
    if (!NEEDED.has(entity.kind) || isElsewhere(entity)) continue;
    const keys = entity.exports.map(({ key }) => key);
    if (keys.length === 0) addUnexported(plan, entity, entries, graph, layout, taken);
    else if (keys.every((key) => key === 'default')) addDefault(plan, entity, layout, taken);
  }
  return plan;
}

/** Roles that exist already, and what a platform owns, are no business of migrations. */
const isElsewhere = ({ kind, name, schema, existing, exports }: Entity) =>
  exports.length === 0 &&
  (kind === 'role' || existing || isPlatformSchema(kind === 'schema' ? name : schema));

const fromIndex = (path: string, layout: Layout) =>
  relativeSpecifier('index.ts', layout.get(path) ?? '');

/** `export *` drops a name that two files define: the first keeps it, tables of the others get one of their own. */
function addClashes(
  plan: BarrelPlan,
  entries: string[],
  entities: Entity[],
  graph: ModuleGraph,
  layout: Layout,
  taken: Set<string>,
): void {
  const first = new Map<string, { entry: string; id: string }>();
  const settled = new Set<string>();
  for (const entry of entries) {
    for (const [name, { id, isType }] of exportOrigins(entry, graph)) {
      if (name === 'default') continue;
      const winner = first.get(name);
      if (!winner) first.set(name, { entry, id });
      if (!winner || winner.id === id) continue;
      if (!settled.has(name)) {
        const keyword = isType ? 'export type' : 'export';
        plan.lines.push(`${keyword} { ${name} } from '${fromIndex(winner.entry, layout)}';`);
        settled.add(name);
      }
      const loser = entities.find(({ exports }) => isOnlyExport(exports, entry, name));
      if (!loser) continue;
      const qualified = camel(loser.schema ? `${loser.schema} ${loser.name}` : loser.name);
      const alias = claim(taken.has(qualified) ? name : qualified, taken);
      plan.lines.push(`export { ${name} as ${alias} } from '${fromIndex(entry, layout)}';`);
      plan.renamed.set(entityId(loser), alias);
    }
  }
}

const isOnlyExport = (exports: Entity['exports'], file: string, key: string) =>
  exports.length > 0 && exports.every((place) => place.file === file && place.key === key);

function addDefault(plan: BarrelPlan, entity: Entity, layout: Layout, taken: Set<string>): void {
  const [place] = entity.exports;
  if (!place) return;
  const alias = claim(camel(entity.name), taken);
  plan.lines.push(`export { default as ${alias} } from '${fromIndex(place.file, layout)}';`);
  plan.renamed.set(entityId(entity), alias);
}

/** Exported from where it is defined when that is a variable of a brought module, else defined once more. */
function addUnexported(
  plan: BarrelPlan,
  entity: Entity,
  entries: string[],
  graph: ModuleGraph,
  layout: Layout,
  taken: Set<string>,
): void {
  const found = findDeclaration(entity, graph);
  if (!found) return addDefinition(plan, entity, taken);
  const { node, variable } = found;
  const exported = node.exports.find((entry) => entry.from === null && entry.source === variable);
  if (!exported)
    plan.newExports.set(node.path, [...(plan.newExports.get(node.path) ?? []), variable]);
  const name = exported?.name ?? variable;
  const isCovered = !exported && !taken.has(name) && isStarExported(node.path, entries, graph);
  const alias = claim(name === 'default' ? camel(entity.name) : name, taken);
  plan.renamed.set(entityId(entity), alias);
  if (isCovered) return;
  const clause = alias === name ? name : `${name} as ${alias}`;
  plan.lines.push(`export { ${clause} } from '${fromIndex(node.path, layout)}';`);
}

/** Whether a new export of a module shows in the index by itself. */
const isStarExported = (path: string, entries: string[], graph: ModuleGraph) =>
  entries.includes(path) ||
  entries.some((entry) =>
    graph.nodes
      .get(entry)
      ?.imports.some(
        ({ target, names, statement }) =>
          statement && target.kind === 'file' && target.path === path && names.includes('*'),
      ),
  );

function findDeclaration(
  entity: Entity,
  graph: ModuleGraph,
): { node: ModuleNode; variable: string } | undefined {
  const builder = BUILDERS[entity.kind];
  for (const node of graph.nodes.values()) {
    const match = node.declarations.find(
      (declaration) => builder?.test(declaration.builder) && declaration.name === entity.name,
    );
    if (match) return { node, variable: match.variable };
  }
  return undefined;
}

function addDefinition(plan: BarrelPlan, entity: Entity, taken: Set<string>): void {
  const { kind, name, schema, values } = entity;
  if (kind !== 'schema' && (kind !== 'enum' || schema !== null)) {
    plan.missing.push(entity);
    return;
  }
  const variable = claim(`${camel(name)}${kind === 'enum' ? 'Enum' : 'Schema'}`, taken);
  const list = kind === 'enum' ? `, ${JSON.stringify(values)}` : '';
  const builder = kind === 'enum' ? 'pgEnum' : 'pgSchema';
  plan.definitions.push(`export const ${variable} = ${builder}(${JSON.stringify(name)}${list});`);
}

function claim(wanted: string, taken: Set<string>): string {
  const base = /^[A-Za-z_$]/.test(wanted) ? wanted : `_${wanted}`;
  const name = freeName([base], (other) => taken.has(other));
  taken.add(name);
  return name;
}

const words = (name: string) => name.split(/[^A-Za-z0-9]+/).filter(Boolean);
const pascal = (name: string) =>
  words(name)
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('');
const camel = (name: string) => {
  const joined = pascal(name);
  return joined.slice(0, 1).toLowerCase() + joined.slice(1);
};
