import { basename } from 'node:path';
import { type BarrelPlan, entityId, planBarrel } from './bring/barrel.ts';
import { withoutCircles } from './bring/circles.ts';
import { dependenciesOf, UNTYPED_FILE } from './bring/dependencies.ts';
import { type CutImport, moduleGraph, type ModuleGraph } from './bring/graph.ts';
import { isJavaScript, withTypes } from './bring/javascript.ts';
import { type Layout, layOut } from './bring/layout.ts';
import { leftoverNotices } from './bring/leftovers.ts';
import { neededGraph, type ReadsAlike } from './bring/needed.ts';
import { rewriteImports } from './bring/rewrite.ts';
import { checkFit } from './bring/unfit.ts';
import { shorten } from './bundle-errors.ts';
import type { Entity } from './read-result.ts';
import type { Notice, SchemaFile } from './table.ts';

/** The schema's files as a service holds them, with what they need. */
export interface Brought {
  files: SchemaFile[];
  dependencies: Record<string, string>;
  /** `Table.id` -> the name under which index.ts exports the table, where the entry modules have none or another. */
  exportNames: Map<string, string>;
  notices: Notice[];
}

const WHOLE: Notice = {
  subject: null,
  message:
    'Its files are brought whole: without the code that no table refers to, the schema reads differently.',
};

const DEFINITIONS = 'lib/unexported.ts';

export interface BringOptions {
  root: string;
  entities: Entity[];
  /** How it is made sure that what is brought reads as what is there. */
  readsAlike: ReadsAlike;
  /** Whole files are brought, not only what the tables need of them. */
  asIs?: boolean;
}

/**
 * Copies what the tables of the entry modules need, from wherever in the project it is, into a layout below
 * `src/db/schema/`, with imports rewritten to relative ones, and an `index.ts` that exports every table. Unformatted.
 * Nothing is written to disk.
 */
export async function bringSchema(
  sources: string[],
  { root, entities, readsAlike, asIs = false }: BringOptions,
): Promise<Brought> {
  const needed = asIs ? undefined : await neededGraph(sources, root, entities, readsAlike);
  const graph = needed?.graph ?? (await moduleGraph(sources, root));
  const entries = sources.filter((source) => graph.nodes.has(source));
  await checkFit(graph, entries, needed ? undefined : readsAlike);
  const layout = layOut(sources, [...graph.nodes.keys(), ...graph.cuts.map(({ path }) => path)]);
  const isOwn = entries.some((entry) => layout.get(entry) === 'index.ts');
  const plan = planBarrel(entries, entities, graph, layout, isOwn);
  const { versions, untyped, notices } = dependenciesOf(graph.nodes.values());
  return {
    files: withStandIns(
      [...withoutCircles(schemaFiles(graph, layout, plan, isOwn)), ...untypedFile(untyped)],
      typeStandIns(graph.cuts, layout),
    ).toSorted((one, other) => one.path.localeCompare(other.path)),
    dependencies: versions,
    exportNames: tableNames(entities, plan),
    notices: [
      ...notices,
      ...(needed ? leftoverNotices(needed) : []),
      ...(!asIs && !needed ? [WHOLE] : []),
      ...cutNotices(graph.cuts),
      ...planNotices(plan),
    ],
  };
}

function schemaFiles(
  graph: ModuleGraph,
  layout: Layout,
  plan: BarrelPlan,
  isOwn: boolean,
): SchemaFile[] {
  const files = [...graph.nodes.values()].map((node) => {
    const added = plan.newExports.get(node.path);
    const cut = rewriteImports(node, layout);
    const source = isJavaScript(node.path) ? withTypes(node.path, cut) : cut;
    return {
      path: layout.get(node.path) ?? basename(node.path),
      content: added ? `${source.trimEnd()}\n\nexport { ${added.join(', ')} };\n` : source,
    };
  });
  const lines = [...plan.lines];
  if (plan.definitions.length > 0) {
    files.push({ path: DEFINITIONS, content: definitionsFile(plan.definitions) });
    lines.push("export * from './lib/unexported';");
  }
  if (!isOwn) return [...files, { path: 'index.ts', content: `${lines.join('\n')}\n` }];
  return files.map((file) =>
    file.path === 'index.ts' && lines.length > 0
      ? Object.assign(file, { content: `${file.content.trimEnd()}\n${lines.join('\n')}\n` })
      : file,
  );
}

function definitionsFile(definitions: string[]): string {
  const builders = ['pgEnum', 'pgSchema'].filter((builder) =>
    definitions.some((definition) => definition.includes(`= ${builder}(`)),
  );
  return [
    `import { ${builders.join(', ')} } from 'drizzle-orm/pg-core';`,
    '',
    '// These are made inside functions of the schema. Migrations only know what is exported.',
    ...definitions,
    '',
  ].join('\n');
}

/** Packages without types, so that the service's type check passes. */
function untypedFile(names: string[]): SchemaFile[] {
  if (names.length === 0) return [];
  const lines = names.flatMap((name) => [
    `declare module '${name}';`,
    `declare module '${name}/*';`,
  ]);
  const reason =
    '// These packages have no types. With its @types package installed, the lines of one can go.';
  return [{ path: UNTYPED_FILE, content: `${[reason, ...lines].join('\n')}\n` }];
}

/** Types of application code that stayed behind. */
function typeStandIns(cuts: CutImport[], layout: Layout): SchemaFile[] {
  const paths = [...new Set(cuts.map(({ path }) => path))];
  return paths.map((path) => {
    const names = new Set(cuts.filter((cut) => cut.path === path).flatMap((cut) => cut.names));
    const types = [...names]
      .filter((name) => name !== '*')
      .map((name) =>
        name === 'default'
          ? 'declare const value: any;\nexport default value;'
          : `export type ${name} = any;`,
      );
    return {
      path: layout.get(path) ?? basename(path),
      content: `// Stands in for application types that were not brought along with the schema.\n${types.join('\n')}\n`,
    };
  });
}

/** A stand-in is a file of its own, or goes below the values that are brought from the same module. */
function withStandIns(files: SchemaFile[], standIns: SchemaFile[]): SchemaFile[] {
  const below = new Map(standIns.map(({ path, content }) => [path, content]));
  const brought = new Set(files.map(({ path }) => path));
  return [
    ...files.map(({ path, content }) => {
      const types = below.get(path);
      return { path, content: types ? `${content.trimEnd()}\n\n${types}` : content };
    }),
    ...standIns.filter(({ path }) => !brought.has(path)),
  ];
}

function tableNames(entities: Entity[], { renamed }: BarrelPlan): Map<string, string> {
  return new Map(
    entities.flatMap((entity) => {
      const name = renamed.get(entityId(entity));
      const isTable = entity.kind === 'table' || entity.kind === 'view';
      return isTable && name ? [[`${entity.schema ?? 'public'}.${entity.name}`, name]] : [];
    }),
  );
}

/** One notice for each file whose types stayed behind. */
function cutNotices(cuts: CutImport[]): Notice[] {
  const importers = [...new Set(cuts.map(({ importer }) => importer))];
  return importers.map((importer) => {
    const own = cuts.filter((cut) => cut.importer === importer);
    const from = own.map(({ names, specifier }) => `${names.join(', ')} from "${specifier}"`);
    return {
      subject: null,
      message: `${shorten(importer)} imports types that would bring much of the application along: ${from.join('; ')}. They stand as \`any\` in the service; put the real types there.`,
    };
  });
}

const planNotices = ({ missing, definitions }: BarrelPlan): Notice[] => [
  ...missing.map(({ kind, name, schema }) => ({
    subject: schema ? `${schema}.${name}` : name,
    message: `The ${kind} is not exported and its definition was not found, so migrations can't create it; export it from the schema.`,
  })),
  ...definitions.map((definition) => ({
    subject: null,
    message: `${definition.split(' = ')[1]?.replace(/;$/, '')} is made inside a function; it is exported from ${DEFINITIONS}, so that migrations create it.`,
  })),
];
