import { member, propertyName, quote } from '../../code.ts';
import { actionsOf } from '../../model/access/actions.ts';
import { guardedReferences, whoRefers } from '../../model/access/references.ts';
import { givenWith } from '../../model/access/users.ts';
import { isWritable } from '../../model/routes.ts';
import { modelOf, type TableModel } from '../../model/service.ts';
import { requiredForeignKeys } from '../factory-parents.ts';
import { isCreatable } from '../obstacles.ts';
import { isPlainFilter, probes } from '../tests/cases.ts';
import { keyCases } from '../tests/keys.ts';
import { changeOf } from '../tests/change.ts';
import { isRefused, type TestSource } from '../tests/overrides.ts';
import { expectedLines, type Tried } from './expected.ts';
import { type IncludeCase, includeCases } from './includes.ts';
import { type LinkCase, linkCases } from './links.ts';
import { ownName, personsRow, withoutAwait } from './own.ts';
import { type ReferenceCase, referenceCases } from './references.ts';

/** What the template of the test of who may do what with a resource needs. */
export interface AccessTestModel {
  importLines: string;
  names: TableModel['names'];
  key: string[];
  /** Properties of the subject, as source text. */
  properties: string[];
  lines: string[];
  references: ReferenceCase[];
  includes: IncludeCase[];
  links: LinkCase[];
  sections: { partial: string }[];
}

/** The test of who may do what with the rows of one resource, as far as tests can make them. */
export function accessTestModel(source: TestSource): AccessTestModel {
  const { table } = source;
  const made = madeBy(source);
  const change = changedFields(source);
  const tried: Tried = {
    rows: made !== null,
    create: made !== null && isWritable(table) && !isRefused(source, 'posted'),
    update: change.length > 0,
    delete: !isRefused(source, 'deleted'),
    isReferred: isHeldByMembership(source),
    onlyAdminsCreate: onlyAdminsCreate(source),
  };
  const references = made ? referenceCases(source, tried.create && !tried.onlyAdminsCreate) : [];
  const includes = made ? includeCases(source) : [];
  const links = made ? linkCases(source) : [];
  const subject = subjectOf(source, { made, change, tried });
  return {
    importLines: importLines(source, { subject, references, includes, links }),
    names: table.names,
    key: table.role === 'list-only' ? [] : table.key,
    properties: subject.properties,
    lines: expectedLines(table, source.service, tried),
    references,
    includes,
    links,
    sections: [
      ...(references.length > 0 ? ['references'] : []),
      ...(includes.length > 0 ? ['includes'] : []),
      ...(links.length > 0 ? ['links'] : []),
    ].map((name) => ({ partial: `access/${name}` })),
  };
}

interface Made {
  text: string;
  parameter: string;
  made: TableModel[];
  owned: TableModel[];
}

/** How a row of somebody's comes to be; null where no test can make as many as it likes. */
function madeBy(source: TestSource): Made | null {
  const { table, service, checks } = source;
  if (table.table.kind !== 'table') return null;
  const given = givenWith(table, service);
  if (given) {
    const text = `({ ${propertyName(given.key)}: owner.${given.property} })`;
    return { text, parameter: 'owner', made: [], owned: [] };
  }
  if (!isCreatable(table, service, checks)) return null;
  const row = personsRow(table, source, { db: 't.db', person: 'owner' });
  return row && { ...row, parameter: row.owned.length > 0 ? 'owner' : '' };
}

/** What a change sends, as it is: not what refers to other rows, which is looked at before. */
function changedFields(source: TestSource): string[] {
  const { table } = source;
  if (!actionsOf(table).includes('update')) return [];
  const change = changeOf(source);
  if (change) return change.alternatives.map(({ key }) => key);
  return table.columns
    .filter((c) => c.inUpdate && c.inResponse)
    .filter((c) => !table.table.foreignKeys.some((f) => f.columns.includes(c.key)))
    .map(({ key }) => key)
    .slice(0, 1);
}

/** Whether a membership refers to each of the people and tenants that tests know, and would be left without them. */
function isHeldByMembership({ table, service }: TestSource): boolean {
  const members = service.tenancy && modelOf(service, service.tenancy.memberships.table);
  if (!members || !givenWith(table, service) || table.softDelete) return false;
  return members.table.foreignKeys.some(
    ({ targetTable, source, onDelete }) =>
      targetTable === table.table.id && source === 'constraint' && onDelete !== 'cascade',
  );
}

/** Whether a new row has to refer to one that nobody but an admin reaches. */
function onlyAdminsCreate({ table, service, checks }: TestSource): boolean {
  const required = requiredForeignKeys(table, checks);
  return guardedReferences(table, service).some(
    (reference) => required.includes(reference.foreignKey) && whoRefers(reference) === 'admin',
  );
}

interface SubjectInput {
  made: Made | null;
  change: string[];
  tried: Tried;
}

interface Subject {
  properties: string[];
  made: TableModel[];
  owned: TableModel[];
  /** Whose values are sent in a new row. */
  hasBody: boolean;
  owner: string | null;
  schemas: string[];
}

function subjectOf(source: TestSource, { made, change, tried }: SubjectInput): Subject {
  const { table, checks } = source;
  const { names, reference } = table;
  if (!made) {
    const { unknownKey } = keyCases(table);
    return { ...NO_ROWS, properties: [`make: async () => (${unknownKey})`] };
  }
  const found = table.role === 'list-only' ? [] : probes(table, checks).filter(isPlainFilter);
  const own = made.owned.includes(table) ? `await ${ownName(table)}(t.db, sender)` : '';
  const values = `await ${names.camelOne}Values(${['t.db', own].filter(Boolean).join(', ')})`;
  const sender = own ? 'sender' : '';
  const owner = ownerColumn(source);
  const of = table.access?.rows.by === 'tenant' ? 'tenantId' : 'userId';
  const isOwned = owner !== null && tried.create && !tried.onlyAdminsCreate;
  const counted = `t.db.$count(${reference.id}, eq(${member(reference.id, owner ?? '')}, person.${of}))`;
  const listOf = (keys: string[]) => `[${keys.map(quote).join(', ')}]`;
  return {
    properties: [
      `make: async (${made.parameter}) => ${withoutAwait(made.text)}`,
      ...(tried.create
        ? [`body: async (${sender}) => jsonBody(${values}, ${names.camelOne}Create)`]
        : []),
      ...(change.length > 0
        ? [`change: listed(${listOf(change)}, ${names.camelOne}Update, ${names.camelOne}Response)`]
        : []),
      ...(found.length > 0
        ? [
            `filters: listed(${listOf(found)}, ${names.camelOne}Listing.filter, ${names.camelOne}Response)`,
          ]
        : []),
      ...(isOwned ? [`owned: { field: ${quote(owner)}, count: (person) => ${counted} }`] : []),
    ],
    made: made.made,
    owned: made.owned,
    hasBody: tried.create,
    owner: isOwned ? owner : null,
    schemas: [
      ...(tried.create ? [`${names.camelOne}Create`] : []),
      ...(found.length > 0 ? [`${names.camelOne}Listing`] : []),
      ...(change.length + found.length > 0 ? [`${names.camelOne}Response`] : []),
      ...(change.length > 0 ? [`${names.camelOne}Update`] : []),
    ],
  };
}

const NO_ROWS = { made: [], owned: [], hasBody: false, owner: null, schemas: [] };

/** The column of a new row that says whose it is, which the token decides. */
function ownerColumn({ table, service }: TestSource): string | null {
  const rows = table.access?.rows;
  const isGiven = rows?.by === 'owner' || rows?.by === 'tenant';
  return isGiven && !givenWith(table, service) ? rows.column : null;
}

interface Imported {
  subject: Subject;
  references: ReferenceCase[];
  includes: IncludeCase[];
  links: LinkCase[];
}

function importLines(source: TestSource, parts: Imported): string {
  const { table } = source;
  const { subject, references, includes, links } = parts;
  const cases = [...references, ...includes, ...links];
  const made = unique([subject, ...cases].flatMap((one) => one.made));
  const owned = unique([subject, ...cases].flatMap((one) => one.owned));
  const factories = new Map<string, string[]>(
    made.map(({ names }) => [names.kebab, [`create${names.pascal}`]]),
  );
  if (subject.hasBody) {
    const own = factories.get(table.names.kebab) ?? [];
    factories.set(table.names.kebab, [...own, `${table.names.camelOne}Values`]);
  }
  const schema = unique([
    ...(subject.owner === null ? [] : [table.reference.import]),
    ...includes.flatMap((one) => one.links.map((link) => link.reference.import)),
    ...links.map(({ link }) => link.reference.import),
  ]);
  const from = (path: string, names: string[]) =>
    names.length > 0 ? [`import { ${names.toSorted().join(', ')} } from '${path}';`] : [];
  const test = '../../../test';
  return [
    ...from('drizzle-orm', subject.owner === null ? [] : ['eq']),
    `import { afterAll, beforeAll, describe, it } from 'vitest';`,
    ...from(`${test}/access/includes`, includes.length > 0 ? ['expectNotAlong'] : []),
    ...from(
      `${test}/access/links`,
      links.length > 0
        ? [
            ...(links.some(({ foreign }) => foreign.length > 0) ? ['expectForeignTarget'] : []),
            'expectLinkCell',
            'linkCells',
            'linksOf',
          ]
        : [],
    ),
    `import { cells, expectCell, type Subject } from '${test}/access/matrix';`,
    ...from(`${test}/access/references`, references.length > 0 ? ['expectUnreachable'] : []),
    ...owned
      .toSorted(byFile)
      .flatMap((one) => from(`${test}/access/rows/${one.names.kebab}`, [ownName(one)])),
    `import { createTestApp, type TestApp } from '${test}/app';`,
    ...[...factories]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([file, names]) => from(`${test}/factories/${file}`, names)),
    ...from(`${test}/http`, subject.hasBody ? ['jsonBody'] : []),
    ...from(
      `${test}/schemas`,
      subject.schemas.some((name) => name.endsWith('Response')) ? ['listed'] : [],
    ),
    ...from('../../db/schema', schema),
    ...from(`./${table.names.kebab}.schemas`, subject.schemas),
  ].join('\n');
}

const byFile = (a: TableModel, b: TableModel) => (a.names.kebab < b.names.kebab ? -1 : 1);

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
