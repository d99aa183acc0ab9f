import { actionsOf } from '../../model/access/actions.ts';
import { givenBy } from '../../model/access/given.ts';
import { guardedReferences, whoRefers } from '../../model/access/references.ts';
import { givenWith } from '../../model/access/users.ts';
import { column } from '../../model/conditions.ts';
import { isWritable } from '../../model/routes.ts';
import { modelOf, type TableModel } from '../../model/service.ts';
import { requiredForeignKeys } from '../factory-parents.ts';
import { changeOf } from '../tests/change.ts';
import { isRefused, type TestSource } from '../tests/overrides.ts';
import { expectedLines, type Tried } from './expected.ts';
import { importLines } from './imports.ts';
import { type IncludeCase, includeCases } from './includes.ts';
import { type LinkCase, linkCases } from './links.ts';
import { type ReferenceCase, referenceCases } from './references.ts';
import { madeBy, subjectOf } from './subject.ts';

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
  /** The tenant of a context, behind its caller; '' in a service without tenants. */
  tenant: string;
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
    onlyMembersCreate: isSaidByToken(table),
  };
  const references = made ? referenceCases(source, tried.create && !tried.onlyAdminsCreate) : [];
  const includes = made ? includeCases(source) : [];
  const links = made ? linkCases(source) : [];
  const subject = subjectOf(source, { made, change, tried });
  const isAsked = asksForRole(table);
  return {
    importLines: importLines(source, { subject, references, includes, links, isAsked }),
    names: table.names,
    key: table.role === 'list-only' ? [] : table.key,
    properties: subject.properties,
    lines: expectedLines(table, source.service, tried),
    references,
    includes,
    links,
    tenant: source.service.tenancy ? ', { id: person.tenantId, isManager: false }' : '',
    sections: [
      ...(isAsked ? ['create'] : []),
      ...(references.length > 0 ? ['references'] : []),
      ...(includes.length > 0 ? ['includes'] : []),
      ...(links.length > 0 ? ['links'] : []),
    ].map((name) => ({ partial: `access/${name}` })),
  };
}

/** Whether somebody who is signed in may be refused for what they are, whatever row they add: no owner is asked for then. */
function asksForRole(table: TableModel): boolean {
  const who = table.access?.who.create;
  return actionsOf(table).includes('create') && (who === 'admin' || who === 'manager');
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
    ({ targetTable, source, onDelete, columns }) =>
      targetTable === table.table.id &&
      source === 'constraint' &&
      onDelete !== 'cascade' &&
      !(onDelete === 'set null' && columns.every((key) => !column(members, key).notNull)),
  );
}

/** Whether the token alone says what a row refers to, with who made it: a member of its tenant. An admin need not be one. */
function isSaidByToken(table: TableModel): boolean {
  const given = new Set(givenBy(table).map(({ key }) => key));
  return table.table.foreignKeys.some(
    ({ source, columns }) =>
      source === 'constraint' &&
      columns.some((key) => table.access?.stamps.create.includes(key)) &&
      columns.length > 1 &&
      columns.every((key) => given.has(key)),
  );
}

/** Whether a new row has to refer to one that nobody but an admin reaches. */
function onlyAdminsCreate({ table, service, checks }: TestSource): boolean {
  const required = requiredForeignKeys(table, checks);
  return guardedReferences(table, service).some(
    (reference) => required.includes(reference.foreignKey) && whoRefers(reference) === 'admin',
  );
}
