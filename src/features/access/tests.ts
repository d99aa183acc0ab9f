import { resourcesOf, type ServiceModel } from '../../model/service.ts';
import type { PlannedFile } from '../../plan/planned-file.ts';
import type { Render } from '../../render/template.ts';
import { hasFactory } from '../../samples/access/own.ts';
import { rowsModel } from '../../samples/access/rows.ts';
import { testTenantsModel } from './test-tenants.ts';
import { accessTestModel } from '../../samples/access/test.ts';
import type { CheckReadings } from '../../samples/factory.ts';

/** The tests of who may do what: one for each resource, and what makes rows somebody's. */
export function planAccessTests(
  service: ServiceModel,
  checks: CheckReadings,
  render: Render,
): PlannedFile[] {
  const tests = resourcesOf(service).map((table): PlannedFile => ({
    path: `src/modules/${table.names.kebab}/${table.names.kebab}.access.test.ts`,
    content: render('access.test', accessTestModel({ table, service, checks })),
    owner: 'managed',
  }));
  const rows = service.tables.flatMap((table): PlannedFile[] => {
    const model = hasFactory(table, { service, checks }) && rowsModel({ table, service, checks });
    const path = `test/access/rows/${table.names.kebab}.ts`;
    return model ? [{ path, content: render('access.rows', model), owner: 'managed' }] : [];
  });
  return [...tests, ...rows, ...peopleFiles(service, render)];
}

/** Who tries, and in a service that has tenants how one comes to be. */
function peopleFiles(service: ServiceModel, render: Render): PlannedFile[] {
  const file = (name: string, content: string): PlannedFile => ({
    path: `test/access/${name}.ts`,
    content,
    owner: 'managed',
  });
  if (!service.tenancy) return [file('people', render('access.people', {}))];
  const model = testTenantsModel(service, service.tenancy);
  return [
    file('people', render('access.people.tenants', {})),
    file('tenants', render('access.tenants', model)),
    file('memberships.test', render('access.memberships', model)),
  ];
}
