import { withAccess } from '../../model/access/apply.ts';
import { accessPlan } from '../../model/access/derive.ts';
import { policiesOf } from '../../model/access/policies.ts';
import { policyModel } from '../../model/access/policy.ts';
import type { ServiceModel } from '../../model/service.ts';
import type { PlannedFile } from '../../plan/planned-file.ts';
import type { Render } from '../../render/template.ts';
import { referredTables } from '../../samples/access/own.ts';
import { peopleOf } from '../auth/people.ts';
import type { Feature } from '../feature.ts';
import { parts } from './parts.ts';
import type { AccessAnswers } from './questions.ts';
import { tenantParts } from './tenant-parts.ts';
import { tenantsModel } from './tenants.ts';
import { planAccessTests } from './tests.ts';

/** Who may do what, and whose row it is, in a service that knows who calls. */
export const access: Feature<AccessAnswers> = {
  name: 'auth-access',
  isOn: ({ auth }) => auth !== 'none',
  scripts: { asvs: 'node scripts/check-node.cjs && tsx scripts/asvs.ts' },
  parts,
  partsFor: ({ service }) => (service.tenancy ? tenantParts : []),
  shape: ({ service, answers }) =>
    withAccess(service, accessPlan(service, peopleOf(service, answers), answers)),
  rows: ({ service }) => referredTables(service),
  files: ({ service, render, checks }) => [
    ...policyFiles(service, render),
    ...tenantFiles(service, render),
    ...planAccessTests(service, checks, render),
  ],
};

function policyFiles(service: ServiceModel, render: Render): PlannedFile[] {
  return policiesOf(service).map((table) => ({
    path: `src/modules/${table.names.kebab}/${table.names.kebab}.policy.ts`,
    content: render('policy', { names: table.names, access: policyModel(table, service) }),
    owner: 'managed',
  }));
}

function tenantFiles(service: ServiceModel, render: Render): PlannedFile[] {
  if (!service.tenancy) return [];
  const model = tenantsModel(service, service.tenancy);
  const file = (path: string, template: string): PlannedFile => ({
    path,
    content: render(template, model),
    owner: 'managed',
  });
  return [
    { ...file('src/access/tenants.ts', 'tenants'), owner: 'yours' },
    file('src/access/memberships.ts', 'memberships'),
    file('src/access/teammates.ts', 'teammates'),
  ];
}
