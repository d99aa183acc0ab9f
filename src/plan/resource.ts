import type { FactoryModel } from '../samples/factory.ts';
import { type CheckReadings, factoryModel } from '../samples/factory.ts';
import { linkModel } from '../model/link.ts';
import { linkTestModel } from '../samples/tests/link.ts';
import { moduleTestModel } from '../samples/tests/module.ts';
import { isCreatable } from '../samples/obstacles.ts';
import { linksOf } from '../model/relations.ts';
import { resourceModel } from '../model/resource.ts';
import { linkRoutes, servedRoutes, templateFor } from '../model/routes.ts';
import type { ServiceModel, TableModel } from '../model/service.ts';
import type { Render } from '../render/template.ts';
import type { PlannedFile } from './planned-file.ts';

/** The files of one resource: its module with tests, and a module file for each join table that leads from it. */
export function planResource(
  resource: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
  render: Render,
): PlannedFile[] {
  const model = resourceModel(resource, service);
  const test = { ...model, ...moduleTestModel(resource, service, checks) };
  const file = (part: string, content: string): PlannedFile => ({
    path: modulePath(resource, part),
    content,
    owner: 'managed',
  });
  if (resource.role === 'list-only') {
    return [
      file('schemas', render('schemas.list-only', model)),
      file('queries', render('queries.list-only', model)),
      file('routes', render('routes.list-only', model)),
      file('routes.test', render('test', test)),
    ];
  }
  const routes = servedRoutes(resource);
  return [
    file('schemas', render(templateFor('schemas', routes), model)),
    file('includes', render('includes', model)),
    file('queries', render(templateFor('queries', routes), model)),
    file('routes', render(templateFor('routes', routes), model)),
    file('routes.test', render('test', test)),
    ...linksOf(resource, service).flatMap((link) => {
      const linked = linkModel(resource, link);
      const tested = { ...linked, ...linkTestModel(resource, link, service) };
      const part = link.target.names.kebab;
      const allowed = linkRoutes(resource, link.link);
      const files = [
        file(`${part}.queries`, render(templateFor('link.queries', allowed), linked)),
        file(`${part}.routes`, render(templateFor('link.routes', allowed), linked)),
      ];
      // A pair of rows has to be made for each test.
      const isTried = [resource, link.target].every((side) => isCreatable(side, service, checks));
      return isTried
        ? [...files, file(`${part}.routes.test`, render(templateFor('link.test', allowed), tested))]
        : files;
    }),
  ];
}

/** The factory that makes rows of a table in tests and seeds. */
export function planFactory(
  table: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
  render: Render,
): PlannedFile {
  const model: FactoryModel = factoryModel(table, service, checks);
  return {
    path: `test/factories/${table.names.kebab}.ts`,
    content: render('factory', model),
    owner: 'managed',
  };
}

/** `src/modules/orders/orders.routes.ts` */
function modulePath({ names }: TableModel, part: string): string {
  return `src/modules/${names.kebab}/${names.kebab}.${part}.ts`;
}
