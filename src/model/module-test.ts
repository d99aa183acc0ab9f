import { isRequired } from './columns.ts';
import { type CheckReadings, isCreatable } from './factory.ts';
import { relationsOf } from './relations.ts';
import type { ServiceModel, TableModel } from './service.ts';
import {
  type ChangeCase,
  changeOf,
  keyCases,
  missingReferences,
  probes,
  type ReferencedCase,
  referencedBy,
  type RefusedCase,
  uniques,
} from './test-cases.ts';
import { type IncludeTest, includeTests } from './test-includes.ts';

interface Partial {
  partial: string;
}

/** What the template of a module's test needs beside the resource's own model. */
export interface ModuleTestModel {
  importLines: string;
  helpers: Partial[];
  sections: Partial[];
  /** What belongs into the sections about POST and DELETE. */
  createSections: Partial[];
  deleteSections: Partial[];
  sorts: string[];
  probes: string[];
  includeQuery: string;
  queryBudget: number;
  unknownKey: string;
  badKey: string;
  badKeyParameter: string;
  secrets: string[];
  required: string[];
  uniques: RefusedCase[];
  references: RefusedCase[];
  change: ChangeCase | null;
  referenced: ReferencedCase | null;
  includeTests: IncludeTest['test'][];
}

/** The tests of one module, as far as its table allows them. */
export function moduleTestModel(
  resource: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): ModuleTestModel {
  const relations = relationsOf(resource, service);
  const change = changeOf(resource, checks);
  const includes = relations.flatMap((r) => includeTests(r, resource, service));
  const model = {
    sorts: resource.sortColumns.flatMap((key) => [key, `-${key}`]),
    probes: probes(resource, checks),
    includeQuery: relations.length > 0 ? `&include=${relations.map((r) => r.name).join(',')}` : '',
    queryBudget: 1 + relations.length,
    ...keyCases(resource),
    secrets: resource.columns.filter((c) => c.secret || c.softDelete).map((c) => c.key),
    required: resource.columns.filter((c) => c.inCreate && isRequired(c)).map((c) => c.key),
    uniques: uniques(resource),
    references: missingReferences(resource),
    change,
    referenced: referencedBy(resource, service),
    includeTests: includes.map(({ test }) => test),
  };
  const creatable = isCreatable(resource, service);
  const sections = sectionsOf(resource, model, creatable);
  return {
    ...model,
    helpers: [
      ...(sections.includes('list-read-only') ? [] : [partial('item-url')]),
      ...(sections.includes('create') ? [partial('body')] : []),
    ],
    sections: sections.map(partial),
    createSections: [
      ...(model.required.length > 0 ? ['required'] : []),
      ...(model.uniques.length > 0 ? ['unique'] : []),
      ...(model.references.length > 0 ? ['references'] : []),
    ].map(partial),
    deleteSections: model.referenced ? [partial('referenced')] : [],
    importLines: importLines(
      resource,
      model,
      sections,
      includes.flatMap((i) => i.factories),
    ),
  };
}

type Parts = Omit<
  ModuleTestModel,
  'helpers' | 'sections' | 'createSections' | 'deleteSections' | 'importLines'
>;

function partial(name: string): Partial {
  return { partial: `tests/${name}` };
}

function sectionsOf(resource: TableModel, model: Parts, creatable: boolean): string[] {
  if (resource.role === 'read-only') return ['list-read-only'];
  if (!creatable) return ['list-empty', ...(model.badKey ? ['bad-key'] : [])];
  const sections = ['list', 'read'];
  if (model.badKey) sections.push('bad-key');
  if (model.secrets.length > 0) sections.push('secrets');
  if (model.includeTests.length > 0) sections.push('includes');
  sections.push('create');
  if (model.change) sections.push('update');
  sections.push('delete');
  return sections;
}

function importLines(
  resource: TableModel,
  model: Parts,
  sections: string[],
  includeFactories: TableModel[],
): string {
  const { names } = resource;
  const has = (...wanted: string[]) => wanted.some((name) => sections.includes(name));
  const own = [
    ...(has('list', 'read', 'delete', 'update') ? [`create${names.pascal}`] : []),
    ...(has('create') ? [`${names.camelOne}Values`] : []),
  ];
  const factories = new Map(
    includeFactories.map((t) => [t.names.kebab, `create${t.names.pascal}`]),
  );
  if (model.referenced && has('delete')) {
    factories.set(model.referenced.kebab, `create${model.referenced.pascal}`);
  }
  factories.delete(names.kebab);
  const helpers = has('update') ? (model.change?.helpers ?? []) : [];
  const http = [
    ...(sections.some((s) => s !== 'list-read-only') ? ['itemUrl'] : []),
    ...(has('create', 'update') ? ['jsonBody'] : []),
    ...(has('list', 'list-read-only') ? ['walk'] : []),
  ];
  const vitest = [
    'afterAll',
    'beforeAll',
    ...(has('list', 'list-read-only', 'list-empty') ? ['describe'] : []),
    'expect',
    'it',
  ];
  return [
    `import { ${vitest.join(', ')} } from 'vitest';`,
    `import { createTestApp, type TestApp } from '../../../test/app';`,
    ...(own.length > 0
      ? [`import { ${own.join(', ')} } from '../../../test/factories/${names.kebab}';`]
      : []),
    ...[...factories].map(
      ([file, name]) => `import { ${name} } from '../../../test/factories/${file}';`,
    ),
    ...(helpers.length > 0
      ? [`import { ${helpers.toSorted().join(', ')} } from '../../../test/factories/values';`]
      : []),
    `import { ${http.join(', ')} } from '../../../test/http';`,
    `import { expectProblem } from '../../../test/problem';`,
    ...(has('create')
      ? [`import { ${names.camelOne}Create } from './${names.kebab}.schemas';`]
      : []),
  ].join('\n');
}
