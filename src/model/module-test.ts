import { sampleChange } from './samples.ts';
import { type ColumnModel, isRequired } from './columns.ts';
import {
  type CheckReadings,
  isCreatable,
  isInUniqueKey,
  isSampled,
  sampleContext,
  sampleOf,
} from './factory.ts';
import { member, propertyName, quote, splitWords } from './names.ts';
import { relationsOf, type Relation } from './relations.ts';
import { column } from './resource.ts';
import type { ServiceModel, TableModel } from './service.ts';

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
  uniques: { human: string; same: string; pointer: string }[];
  references: { human: string; missing: string; pointer: string }[];
  change: {
    key: string;
    original: string;
    changed: string;
    helpers: string[];
    untouched: string[];
  } | null;
  referenced: { human: string; pascal: string; override: string; kebab: string } | null;
  includeTests: { name: string; steps: string[]; expectation: string }[];
}

/** The tests of one module, as far as its table allows them. */
export function moduleTestModel(
  resource: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): ModuleTestModel {
  const relations = relationsOf(resource, service);
  const change = changeOf(resource, checks);
  const includes = relations.flatMap((r) => includeTest(r, resource, service));
  const model = {
    sorts: resource.sortColumns.flatMap((key) => [key, `-${key}`]),
    probes: probes(resource, checks),
    includeQuery: relations.length > 0 ? `&include=${relations.map((r) => r.name).join(',')}` : '',
    queryBudget: 1 + relations.length,
    ...keys(resource),
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

const EXACT = new Set<ColumnModel['kind']>([
  'text',
  'uuid',
  'integer',
  'bigint',
  'enum',
  'boolean',
  'decimal',
]);

/** Columns that hold a value in every sample row, exactly as JSON shows it. */
function probes(resource: TableModel, checks: CheckReadings): string[] {
  return resource.columns
    .filter((c) => resource.filterColumns.includes(c.key) && EXACT.has(c.kind))
    .filter((c) => c.notNull || isSampled(c, resource, checks))
    .filter((c) => !(c.kind === 'decimal' && c.jsType !== 'string'))
    .map((c) => c.key)
    .slice(0, 8)
    .map((key) => (RESERVED.has(key) ? `${key}[eq]` : key));
}

const RESERVED = new Set(['limit', 'cursor', 'sort', 'include', 'total']);

function keys(resource: TableModel) {
  const columns = resource.key.map((key) => column(resource, key));
  const unknown = columns.map((c) => `${c.property}: ${missingValue(c) ?? "'missing'"}`);
  const typed = columns.find((c) => TYPED.has(c.kind));
  return {
    unknownKey: `{ ${unknown.join(', ')} }`,
    badKey: typed
      ? `{ ${[...unknown, `${typed.property}: 'not-a-key'`].filter((entry) => !(entry.startsWith(`${typed.property}:`) && !entry.endsWith("'not-a-key'"))).join(', ')} }`
      : '',
    badKeyParameter: typed?.key ?? '',
  };
}

const TYPED = new Set<ColumnModel['kind']>(['uuid', 'integer', 'bigint', 'timestamp', 'date']);

/** A value that no sample row has, as source text. */
function missingValue(c: ColumnModel): string | null {
  if (c.kind === 'uuid') return `'ffffffff-ffff-4fff-bfff-ffffffffffff'`;
  if (c.kind === 'integer') return c.sqlType.startsWith('small') ? '32767' : '2147483647';
  if (c.kind === 'bigint') return c.jsType === 'bigint' ? '9007199254740991n' : '9007199254740991';
  if (c.kind === 'text')
    return c.length !== null && c.length < 7 ? quote('~'.repeat(c.length)) : `'missing'`;
  if (c.kind === 'timestamp')
    return c.jsType === 'Date' ? 'new Date(0)' : `'1970-01-01T00:00:00.000Z'`;
  if (c.kind === 'date') return c.jsType === 'Date' ? 'new Date(0)' : `'1970-01-01'`;
  return null;
}

function uniques(resource: TableModel) {
  const { table } = resource;
  const keys = [...table.uniqueKeys.map((u) => u.columns), table.primaryKey];
  const settable = (key: string) => {
    const c = column(resource, key);
    return c.inCreate && c.notNull;
  };
  const seen = new Set<string>();
  return keys
    .filter((key) => key.length > 0 && key.every(settable))
    .filter((key) => !seen.has(key.join()) && seen.add(key.join()))
    .map((key) => ({
      human: key.map((k) => splitWords(k).join(' ')).join(' and '),
      same: key.map((k) => `${propertyName(k)}: ${member('existing', k)}`).join(', '),
      pointer: `#/${key[0]}`,
    }));
}

function missingReferences(resource: TableModel) {
  const { foreignKeys } = resource.table;
  return foreignKeys
    .filter((f) => f.source === 'constraint' && f.columns.length === 1)
    .filter(
      (f) => foreignKeys.filter((other) => other.columns.includes(f.columns[0] ?? '')).length === 1,
    )
    .flatMap((f) => {
      const c = column(resource, f.columns[0] ?? '');
      const missing = c.inCreate ? missingValue(c) : null;
      if (missing === null) return [];
      return [
        {
          human: splitWords(c.key).join(' '),
          missing: `${c.property}: ${missing}`,
          pointer: `#/${c.key}`,
        },
      ];
    });
}

/** A column to change in the tests of PATCH, with a value before and one after. */
function changeOf(resource: TableModel, checks: CheckReadings): ModuleTestModel['change'] {
  const refers = new Set(resource.table.foreignKeys.flatMap((f) => f.columns));
  const unknown = (checks.get(resource.table.id)?.notUnderstood.length ?? 0) > 0;
  for (const c of resource.columns) {
    if (!c.inUpdate || !c.inResponse || refers.has(c.key) || isInUniqueKey(c, resource)) continue;
    if (unknown && !isRequired(c)) continue;
    if (resource.typed.includes(c.key) || c.kind === 'vector' || c.kind === 'geometry') continue;
    const changed = sampleChange(c, sampleContext(c, resource, checks));
    if (changed === null) continue;
    const original = sampleOf(c, resource, checks);
    const helpers = `${changed} ${original}`.match(/\bsample[A-Z]\w*(?=\()/g) ?? [];
    return {
      key: c.key,
      original: `${c.property}: ${original}`,
      changed: `${c.property}: ${changed}`,
      helpers: [...new Set(helpers)],
      untouched: resource.columns
        .filter((o) => o.key === c.key || o.maintained === 'update' || o.generatedAlways)
        .map((o) => o.key),
    };
  }
  return null;
}

/** A row that can't go on without the one that is deleted: the database must refuse. */
function referencedBy(resource: TableModel, service: ServiceModel): ModuleTestModel['referenced'] {
  if (resource.softDelete) return null;
  for (const other of service.tables) {
    if (other === resource || other.role === 'none' || other.role === 'link') continue;
    const f = other.table.foreignKeys.find(
      (key) =>
        key.targetTable === resource.table.id &&
        key.source === 'constraint' &&
        key.columns.length === 1 &&
        [null, 'restrict', 'no action'].includes(key.onDelete),
    );
    if (!f || !isCreatable(other, service)) continue;
    return {
      human: other.names.aHuman,
      pascal: other.names.pascal,
      kebab: other.names.kebab,
      override: `${propertyName(f.columns[0] ?? '')}: ${member('row', f.targetColumns[0] ?? '')}`,
    };
  }
  return null;
}

function includeTest(relation: Relation, resource: TableModel, service: ServiceModel) {
  const { foreignKey, kind, target, through, name } = relation;
  const isForward = foreignKey.columns === relation.from;
  if (foreignKey.source !== 'constraint' || foreignKey.columns.length !== 1) return [];
  const [own = '', to = ''] = [foreignKey.columns[0], foreignKey.targetColumns[0]];
  const place = `response.json()[${quote(name)}]`;
  if (isForward && kind === 'one' && column(resource, own).notNull) {
    const expectation = `toHaveProperty(${quote(to)}, ${jsonValue(`row`, column(resource, own))})`;
    return [
      { test: { name, steps: [], expectation: `expect(${place}).${expectation}` }, factories: [] },
    ];
  }
  if (through || isForward || !isCreatable(target, service) || target === resource) return [];
  const create = `create${target.names.pascal}(t.db, { ${propertyName(own)}: ${member('row', to)} })`;
  const shape = `expect.objectContaining({ ${propertyName(own)}: ${jsonValue('row', column(resource, to))} })`;
  if (!target.columns.find((c) => c.key === own)?.inResponse) return [];
  const expectation = kind === 'many' ? `toEqual([${shape}])` : `toEqual(${shape})`;
  return [
    {
      test: { name, steps: [`await ${create};`], expectation: `expect(${place}).${expectation}` },
      factories: [target],
    },
  ];
}

/** How a value of the row looks in JSON. */
function jsonValue(row: string, c: ColumnModel): string {
  const value = member(row, c.key);
  return c.jsType === 'bigint' ? `String(${value})` : value;
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
