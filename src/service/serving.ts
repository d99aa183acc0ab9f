import type { Answers } from '../ask/questions.ts';
import { tableIn } from '../model/access/derive/choice-form.ts';
import { findTable } from '../model/named.ts';
import type { Routes } from '../model/routes.ts';
import type { PlannedResource, ServicePlan } from '../plan/service.ts';
import type { Schema, Table } from '../schema/table.ts';
import type { RoutesChoice } from '../ask/tables.ts';
import { folderOf } from './gone.ts';
import type { OpenService } from './open.ts';
import { planRecipe } from './recipe.ts';

/** Which tables a service serves, by the names of their exports, and with which routes those are served that are added. */
export interface Serving {
  served: ReadonlySet<string>;
  /** Those of them that are added now. */
  added: ReadonlySet<string>;
  routes: RoutesChoice;
  /** `<table>=<path>`, as the person chose. */
  paths: string[];
}

/**
 * The whole service as it would be if it served these tables. A join table is what it was before, or else nothing: with one
 * of its sides gone it would become a resource that nobody asked for.
 */
export async function planServing(
  service: OpenService,
  schema: Schema,
  { served, added, routes, paths }: Serving,
): Promise<ServicePlan> {
  const { answers, kit, tools, templates } = service;
  const resources = new Set(service.resources.filter(isResource).map(({ table }) => table));
  const links = new Set(
    service.resources.flatMap(({ kind, table }) => (kind === 'link' ? table : [])),
  );
  const idsOf = (isWanted: (name: string) => boolean) =>
    schema.tables.filter((table) => isWanted(table.exportName ?? '')).map(({ id }) => id);
  const plan = await planRecipe({
    answers: {
      ...answers,
      tables: [],
      skipTables: idsOf((name) => name !== '' && !served.has(name)),
      resources: idsOf((name) => resources.has(name)),
      named: idsOf((name) => served.has(name)),
      links: idsOf((name) => links.has(name)),
      ...withServed(routes, service, schema),
      ...withAccess(answers, schema, served),
      paths: [...paths, ...servedPaths(service, schema, paths)],
    },
    schema,
    kit,
    tools,
    templates,
  });
  const unasked = plan.resources.filter(
    (resource) =>
      isResource(resource) && !resources.has(resource.table) && !added.has(resource.table),
  );
  if (unasked.length === 0) return plan;
  const names = new Set(unasked.map(({ table }) => table));
  const rest = new Set([...served].filter((name) => !names.has(name)));
  return planServing(service, schema, { served: rest, added, routes, paths });
}

/** The names of the exports of tables. */
export function exportsOf(tables: Pick<Table, 'exportName'>[]): Set<string> {
  return new Set(tables.flatMap(({ exportName }) => exportName ?? []));
}

function isResource({ kind }: Pick<PlannedResource, 'kind'>): boolean {
  return kind === 'resource' || kind === 'list-only';
}

/** The routes of what is added, and those that the service's own tables were given. */
function withServed(
  { appendOnly, readOnly }: RoutesChoice,
  { resources }: OpenService,
  { tables }: Schema,
): RoutesChoice {
  const added = new Set([...appendOnly, ...readOnly]);
  const chosen = new Map(resources.map(({ table, routes }) => [table, routes]));
  const served = (kind: Routes) =>
    tables
      .filter(({ id, exportName }) => !added.has(id) && chosen.get(exportName ?? '') === kind)
      .map(({ id }) => id);
  return {
    appendOnly: [...appendOnly, ...served('append-only')],
    readOnly: [...readOnly, ...served('read-only')],
  };
}

/** What was chosen about access, as far as it is of tables that there are, or that are served. */
function withAccess(
  { access, publicRead }: Answers,
  { tables }: Schema,
  served: ReadonlySet<string>,
): Pick<Answers, 'access' | 'publicRead'> {
  return {
    access: access.filter((choice) => findTable(tables, tableIn(choice))),
    publicRead: publicRead.filter((name) => served.has(findTable(tables, name)?.exportName ?? '')),
  };
}

/** Where the service has its resources already: a new table of a like name changes nothing about that. */
function servedPaths({ resources }: OpenService, schema: Schema, chosen: string[]): string[] {
  const ids = new Map(schema.tables.map(({ exportName, id }) => [exportName, id]));
  const isChosen = (table: string) => chosen.some((choice) => choice.startsWith(`${table}=`));
  return resources.flatMap((resource) => {
    const { table, path } = resource;
    const isKept = path !== '' && ids.has(table) && !isChosen(table);
    return isKept ? [`${ids.get(table)}=${folderOf(resource)}`] : [];
  });
}
