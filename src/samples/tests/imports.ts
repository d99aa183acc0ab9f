import type { ModuleTestParts } from './module.ts';
import { bodyOf } from './sender.ts';
import { importsOf } from '../../code.ts';
import { isInherited } from '../../model/columns.ts';
import type { Names } from '../../model/names.ts';
import type { TableModel } from '../../model/service.ts';
import { alwaysAsked } from './lists.ts';

/** What the test of a module imports: what its sections use, and nothing else. */
export function importLines(
  resource: TableModel,
  model: ModuleTestParts,
  sections: string[],
  includeFactories: TableModel[],
): string {
  const { names } = resource;
  const has = (...wanted: string[]) => wanted.some((name) => sections.includes(name));
  const own = [
    ...(has('list', 'list-rows', 'read', 'few-change') ? [`create${names.pascal}`] : []),
    ...(has('create', 'few') ? [`${names.camelOne}Values`] : []),
  ];
  const factories = new Map(
    includeFactories.map((t) => [t.names.kebab, `create${t.names.pascal}`]),
  );
  if (model.referenced && has('delete')) {
    factories.set(model.referenced.kebab, `create${model.referenced.pascal}`);
  }
  factories.delete(names.kebab);
  const helpers = [
    ...(has('update') ? (model.change?.helpers ?? []) : []),
    ...(has('few-change') ? (model.change?.helpersOfFirst ?? []) : []),
  ];
  const isOdd = has('update') && resource.columns.some(isInherited);
  if (isOdd) helpers.push('type SomeOf');
  const isGrouped = !has('list-only');
  const writes = has('create', 'update', 'delete');
  const vitest = ['afterAll', 'beforeAll', ...(isGrouped ? ['describe'] : []), 'expect', 'it'];
  return [
    ...importFrom('drizzle-orm', [...conditionsOf(resource, has), ...(isOdd ? ['sql'] : [])]),
    `import { ${vitest.join(', ')} } from 'vitest';`,
    `import { createTestApp, type TestApp } from '../../../test/app';`,
    `import { ${has('read', 'few') ? 'expectProblem, expectStatus' : 'expectProblem'} } from '../../../test/expect';`,
    ...(writes
      ? [
          `import { ${has('update') ? 'duringWrite, ' : ''}failOnce } from '../../../test/conflicts';`,
        ]
      : []),
    ...importFrom(`../../../test/factories/${names.kebab}`, own),
    ...[...factories].map(
      ([file, name]) => `import { ${name} } from '../../../test/factories/${file}';`,
    ),
    ...importFrom('../../../test/samples', helpers.toSorted()),
    ...importFrom('../../../test/http', requestsOf(has)),
    ...importFrom('../../../test/plan', has('list') ? ['sortedFor'] : []),
    ...importFrom('../../../test/schemas', followers(has)),
    ...(writes || has('few', 'list')
      ? [`import { ${resource.reference.import} } from '../../db/schema';`]
      : []),
    ...importFrom('../../http/includes', model.asksLists ? ['wholeList'] : []),
    ...importFrom('../../http/list', has('list') ? ['reversed'] : []),
    ...(has('required', 'unreachable')
      ? [`import { jsonPointer } from '../../http/pointer';`]
      : []),
    ...(has('create', 'few') && bodyOf(resource) === 'body-tenant' ? TENANT_IMPORTS : []),
    ...importFrom(`./${names.kebab}.includes`, includesOf(names, model)),
    ...importFrom(`./${names.kebab}.schemas`, schemasOf(names, has)),
  ].join('\n');
}

function conditionsOf(resource: TableModel, has: Has): string[] {
  return has('list') ? importsOf(alwaysAsked(resource)) : [];
}

function requestsOf(has: Has): string[] {
  return [
    ...(has('list-only') ? [] : ['itemUrl']),
    ...(has('create', 'update', 'few') ? ['jsonBody'] : []),
    ...(has('list', 'list-rows') ? ['walk'] : []),
  ];
}

/** Of what names a tenant in a request. */
const TENANT_IMPORTS = [
  `import { TENANT_HEADER } from '../../access/memberships';`,
  `import { textOfTenant } from '../../access/tenants';`,
];

function includesOf({ camelOne }: Names, { asksLists }: ModuleTestParts): string[] {
  return asksLists ? [`${camelOne}Includes`] : [];
}

type Has = (...wanted: string[]) => boolean;

/** What makes the tests follow the module's schemas. */
function followers(has: Has): string[] {
  return [
    ...(has('update') ? ['changeOf'] : []),
    ...(has('list', 'required') ? ['listed'] : []),
    ...(has('unique', 'references', 'deleted-references', 'deleted-references-change')
      ? ['listedKeys']
      : []),
  ];
}

function schemasOf({ camelOne }: Names, has: Has): string[] {
  return [
    ...(has('create', 'few') ? [`${camelOne}Create`] : []),
    ...(has('list') ? [`${camelOne}Listing`] : []),
    ...(has('list', 'update') ? [`${camelOne}Response`] : []),
    ...(has('update') ? [`${camelOne}Update`] : []),
  ];
}

function importFrom(path: string, names: string[]): string[] {
  return names.length > 0 ? [`import { ${names.join(', ')} } from '${path}';`] : [];
}
