import { type ColumnModel, isRequired } from '../../model/columns.ts';
import { deletedValues } from '../../model/conditions.ts';
import { type CheckReadings } from '../factory.ts';
import { relationsOf } from '../../model/relations.ts';
import { isDeletable } from '../../model/routes.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import {
  type DeletedReferenceCase,
  deletedReferences,
  missingReferences,
  probeParameter,
  probes,
  type ReferencedCase,
  referencedBy,
  type RefusedCase,
  uniques,
} from './cases.ts';
import { type ChangeCase, changeOf } from './change.ts';
import { importLines } from './imports.ts';
import { isRefused, type TestSource } from './overrides.ts';
import { type IncludeTest, includeTests } from './includes.ts';
import { keyCases, keyParts } from './keys.ts';
import { alwaysAsked } from './lists.ts';
import { explain, obstacleOf, roomOf } from '../obstacles.ts';
import { refusalsOf, sectionsOf } from './sections.ts';
import { bodyOf, membersOf } from './sender.ts';

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
  probes: string[];
  /** Texts that a row is found by in a URL, and that a client chooses. */
  textKeys: string[];
  /** What a row can't be without. */
  required: string[];
  /** An expression for the query parameter that compares with `field`. */
  probeParameter: string;
  /** What each list asks for beside its filters: '' or `, { scope: projects.teamId }`. */
  alwaysAsked: string;
  includeQuery: string;
  queryBudget: number;
  /** Why only what needs no row is tested. */
  whyEmpty: string;
  /** Methods that a version can be asked of, and what they send. */
  versioned: string[];
  versionedPayload: string;
  unknownKey: string;
  badKey: string;
  badKeyParameter: string;
  /** Routes that have the key in their path, where rows are deleted. */
  keyMethods: string[];
  /** Columns of the key whose Date is a day. */
  days: string[];
  /** Behind the values of a row, its tenant: `.workspaceId`; '' where it has none of its own. */
  tenantMember: string;
  /** The same of whoever has to send it: its owner, or who made it. */
  senderMember: string;
  /** The values of a row that is deleted, where it is only marked. */
  deletedMark: string;
  keyParts: string[];
  hidden: string[];
  /** The names in the database of columns that no answer needs. */
  unread: string[];
  /** What a client may not set in a new row, and not change in one that exists; an unknown field among them. */
  locked: string[];
  fixed: string[];
  uniques: RefusedCase[];
  references: RefusedCase[];
  /** References to rows that are only marked as deleted, in what is posted and in what is changed. */
  deletedReferences: DeletedReferenceCase[];
  deletedChanges: DeletedReferenceCase[];
  change: ChangeCase | null;
  /** Fields that hold JSON of any shape, for which a merge patch means something else than a change. */
  documents: string[];
  referenced: ReferencedCase | null;
  includeTests: IncludeTest['test'][];
  includeSections: Partial[];
  /** Some of them ask the list that has all rows. */
  asksLists: boolean;
  /** A name that `include` takes; '' where there is none. */
  firstInclude: string;
}

/** The tests of one module, as far as its table allows them. */
export function moduleTestModel(
  resource: TableModel,
  service: ServiceModel,
  checks: CheckReadings,
): ModuleTestModel {
  const relations = relationsOf(resource, service);
  const source = { table: resource, service, checks };
  const change = changeOf(source);
  const obstacle = obstacleOf(resource, service, checks);
  const creatable = obstacle === null;
  const room = roomOf(resource, checks);
  const probed = probes(resource, checks);
  const includes = creatable
    ? relations.flatMap((r) => includeTests(r, resource, service, checks))
    : [];
  const model = {
    probes: probed,
    probeParameter: probeParameter(probed),
    alwaysAsked: alwaysAsked(resource).text,
    includeQuery: relations.length > 0 ? `&include=${relations.map((r) => r.name).join(',')}` : '',
    queryBudget: 1 + relations.length,
    whyEmpty: explain(obstacle, room),
    ...versionedWrites(!isRefused(source, 'deleted')),
    ...keyCases(resource),
    deletedMark: deletedValues(resource),
    ...membersOf(resource),
    keyParts: keyParts(source),
    hidden: resource.columns.filter((c) => c.hidden).map((c) => c.key),
    unread: resource.columns.filter((c) => c.secret).map((c) => c.name),
    textKeys: resource.columns
      .filter((c) => resource.key.includes(c.key) && c.inCreate && c.kind === 'text')
      .map((c) => c.key),
    required: resource.columns.filter((c) => c.inCreate && isRequired(c)).map((c) => c.key),
    locked: notSettable(resource, 'inCreate'),
    fixed: notSettable(resource, 'inUpdate'),
    ...refused(source),
    change,
    documents: documentsOf(resource),
    referenced: referencedBy(source),
    includeTests: includes.map(({ test }) => test),
    asksLists: includes.some(({ asksList }) => asksList === true),
    includeSections: relations.length > 0 ? [partial('include-version')] : [],
    firstInclude: relations[0]?.name ?? '',
  };
  const sections = sectionsOf(resource, model, {
    obstacle,
    room,
    postable: !isRefused(source, 'posted'),
    deletable: !isRefused(source, isDeletable(resource) ? 'deleted' : 'marked'),
  });
  const refusals = sections.includes('create')
    ? refusalsOf(model, resource.softDelete !== null && !isRefused(source, 'marked'))
    : [];
  const factories = [...includes.flatMap((i) => i.factories), ...targetsOf(model, sections)];
  return {
    ...model,
    ...partialsOf(resource, model, sections, refusals),
    importLines: importLines(resource, model, [...sections, ...refusals], factories),
  };
}

function refused(source: TestSource) {
  return {
    uniques: uniques(source),
    references: missingReferences(source),
    deletedReferences: deletedReferences(source, 'posted'),
    deletedChanges: deletedReferences(source, 'made'),
  };
}

/** Of which the tests make rows that are marked as deleted. */
function targetsOf(model: ModuleTestParts, sections: string[]): TableModel[] {
  return [
    ...(sections.includes('create') ? model.deletedReferences : []),
    ...(sections.includes('deleted-references-change') ? model.deletedChanges : []),
  ].map(({ target }) => target);
}

function versionedWrites(deletable: boolean) {
  return deletable
    ? {
        versioned: ['PATCH', 'DELETE'],
        versionedPayload: `...(method === 'PATCH' && { payload })`,
      }
    : { versioned: ['PATCH'], versionedPayload: 'payload' };
}

function partialsOf(
  resource: TableModel,
  model: ModuleTestParts,
  sections: string[],
  refusals: string[],
) {
  const posts = sections.includes('create') || sections.includes('few');
  return {
    helpers: [
      ...(sections.includes('list-only') ? [] : [partial('item-url')]),
      ...(posts ? [partial(bodyOf(resource))] : []),
    ],
    sections: sections.map(partial),
    createSections: refusals.map(partial),
    deleteSections: model.referenced ? [partial('referenced')] : [],
  };
}

export type ModuleTestParts = Omit<
  ModuleTestModel,
  'helpers' | 'sections' | 'createSections' | 'deleteSections' | 'importLines'
>;

/** As many as the answer to one request names, less one. */
const MAX_FIELDS = 49;

/** A pointer has the column's key as it is, so that the test can be read: `the key` would be `#/the%20key`. */
const isPlain = ({ key }: ColumnModel) => encodeURIComponent(key) === key;

function notSettable({ columns }: TableModel, where: 'inCreate' | 'inUpdate'): string[] {
  const keys = columns.filter((c) => !c[where] && isPlain(c)).map((c) => c.key);
  return ['notAField', ...keys].slice(0, MAX_FIELDS);
}

/** A check would have a say in what may be in them. */
function documentsOf({ columns, table }: TableModel): string[] {
  const isChecked = (c: ColumnModel) => table.checks.some(({ sql }) => sql.includes(c.name));
  return columns
    .filter((c) => c.kind === 'json' && c.arrayDimensions === 0)
    .filter((c) => c.inUpdate && c.inResponse && !isChecked(c))
    .map((c) => c.key);
}

function partial(name: string): Partial {
  return { partial: `tests/${name}` };
}
