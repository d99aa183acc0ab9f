import { nameScope } from '../identifiers.ts';
import { linksOf } from '../model/relations.ts';
import { resourcesOf, type ServiceModel, type TableModel } from '../model/service.ts';
import type { Render } from '../render/template.ts';
import { type CheckReadings, factoryTables } from '../samples/factory.ts';
import { capitalize } from '../words.ts';
import type { PlannedFile } from './planned-file.ts';
import { planFactory, planResource } from './resource.ts';
import { planSeed } from './seed.ts';

/** Everything that is made for tables: modules, their registry, factories and seeds. */
export function planModules(
  service: ServiceModel,
  checks: CheckReadings,
  render: Render,
  { kitName, rows }: { kitName: string; rows: readonly TableModel[] },
): PlannedFile[] {
  const resources = resourcesOf(service);
  return [
    ...resources.flatMap((resource) => planResource(resource, service, checks, render)),
    ...factoryTables(service, checks, rows).map((table) =>
      planFactory(table, service, checks, render),
    ),
    planSeed(service, checks, render, kitName),
    {
      path: 'src/modules/index.ts',
      content: render('modules-index', { kitName, modules: registry(service) }),
      owner: 'derived',
    },
  ];
}

function registry(service: ServiceModel) {
  const own = resourcesOf(service).map(({ names }) => ({
    routes: `${names.camelOne}Routes`,
    file: `${names.kebab}/${names.kebab}.routes`,
    resource: names.kebab,
    prefix: `/${names.kebab}`,
  }));
  // Routes of a link may be called like those of a resource: `orderNewsRoutes`, from orders to news and of order news.
  const choose = nameScope((name) => own.some(({ routes }) => routes === name));
  return resourcesOf(service).flatMap((resource) => {
    const { names, key } = resource;
    const first = own.find(({ prefix }) => prefix === `/${names.kebab}`);
    const links = resource.role === 'list-only' ? [] : linksOf(resource, service);
    return [
      { ...first, import: first?.routes },
      ...links.map(({ target }) => {
        const exported = `${names.camelOne}${capitalize(target.names.camel)}Routes`;
        const routes = choose(
          exported,
          `${names.camelOne}To${capitalize(target.names.camel)}Routes`,
        );
        return {
          routes,
          import: routes === exported ? routes : `${exported} as ${routes}`,
          file: `${names.kebab}/${names.kebab}.${target.names.kebab}.routes`,
          resource: names.kebab,
          prefix: `/${names.kebab}/:${key[0]}/${target.names.kebab}`,
        };
      }),
    ];
  });
}
