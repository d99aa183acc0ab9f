import pluralize from 'pluralize';
import { KitError } from '../../../errors.ts';
import type { Column, Notice, Table } from '../../../schema/table.ts';
import { splitWords } from '../../../words.ts';
import { tableNamed } from '../../named.ts';
import { namesOf } from '../../names.ts';
import type { ServiceModel, TableModel } from '../../service.ts';
import type { Tenancy } from '../access.ts';
import { ownReferences, type People } from './owner.ts';
import { managing } from './power.ts';
import { looseColumns, referencesTo, referenceWords, saysReference } from './references.ts';

/** What tenants are called, the largest first: where there are several, the largest counts. */
const TENANTS = [
  ['organization', 'organisation', 'org'],
  ['company'],
  ['tenant'],
  ['workspace'],
  ['team'],
  ['account'],
];

/** Where tenants and their members stand, and what has to be said about it. */
export interface FoundTenancy {
  tenancy: Tenancy | null;
  notices: Notice[];
}

/**
 * The tenants of a schema: the table that is named, or the largest that is called like one and has members. Members stand in
 * a table that refers to both a person and a tenant.
 *
 * @param chosen '' where none is named
 * @throws KitError TENANTS_TABLE when the named one can't hold tenants, and why; UNKNOWN_TABLE
 */
export function tenancyOf(
  { tables }: ServiceModel,
  people: People | undefined,
  chosen: string,
): FoundTenancy {
  if (chosen !== '') {
    const tenancy = namedTenancy(tables, people, chosen);
    return { tenancy, notices: noticesOf(tenancy, [], tables) };
  }
  if (!people) return { tenancy: null, notices: [] };
  const found = tables
    .filter((model) => model !== people.table && rankOf(model.table) < TENANTS.length)
    .toSorted((a, b) => rankOf(a.table) - rankOf(b.table))
    .flatMap((model) => tenancyIn(model, tables, people) ?? []);
  const [tenancy = null, ...others] = found;
  return { tenancy, notices: tenancy ? noticesOf(tenancy, others, tables) : [] };
}

/** Whether a table is called like one that holds tenants. */
export function isCalledTenant(table: Table): boolean {
  return rankOf(table) < TENANTS.length;
}

/** Columns that are called like a reference to a tenant: `org_id`, `workspace_id`. */
export function tenantLikeColumns({ columns }: Table): Column[] {
  const names = new Set(TENANTS.flat());
  return columns.filter((column) => saysReference(column) && names.has(referenceWords(column)));
}

/**
 * The columns that say which tenant a row belongs to: by foreign key, or else by name and type. More than one where they do
 * not agree.
 */
export function tenantColumns(table: Table, tenants: TableModel, key: string): Column[] {
  const references = referencesTo(table, tenants.table, key)
    .map(({ column }) => column)
    .filter((column) => !PASSING.test(referenceWords(column)));
  const names = namesFor(tenants);
  const called = references.filter((column) => names.has(referenceWords(column)));
  if (called.length === 1) return called;
  if (references.length > 0) return references;
  const keyColumn = tenants.columns.find((column) => column.key === key);
  if (!keyColumn || table.id === tenants.table.id) return [];
  return looseColumns(table, keyColumn).filter(
    (column) => saysReference(column) && names.has(referenceWords(column)),
  );
}

/** A tenant that somebody looks at now, or that something goes to, is not the one that a row belongs to. */
const PASSING =
  /^(active|current|default|last|selected|previous|parent|target|source|to|from|linked) /;

function namesFor({ table, names }: TableModel): Set<string> {
  const same = TENANTS.find((words) => words.includes(lastWord(table))) ?? [];
  return new Set([names.humanOne, lastWord(table), ...same]);
}

function namedTenancy(tables: TableModel[], people: People | undefined, name: string): Tenancy {
  const table = tableNamed(
    tables.map((model) => model.table),
    name,
  );
  const model = tables.find((one) => one.table === table) as TableModel;
  if (!people) throw refuse(table, 'has no members: the schema has no table of people.');
  if (model === people.table) throw refuse(table, 'is the table of people.');
  if (table.primaryKey.length !== 1) throw refuse(table, 'has no primary key of one column.');
  const tenancy = tenancyIn(model, tables, people, true);
  if (tenancy) return tenancy;
  throw refuse(
    table,
    `has no members: no table refers to it and to ${people.table.table.exportName}, each pair once.`,
  );
}

function refuse({ exportName }: Table, what: string): KitError {
  return new KitError(
    'TENANTS_TABLE',
    `The tenants table ${exportName} ${what}`,
    'Name another one with --tenants-table, or leave the flag out.',
  );
}

function tenancyIn(
  tenants: TableModel,
  tables: TableModel[],
  people: People,
  isAsked = false,
): Tenancy | undefined {
  const [key, ...others] = tenants.table.primaryKey;
  if (key === undefined || others.length > 0 || tenants.table.kind !== 'table') return undefined;
  const [best] = tables
    .flatMap((model) => membershipsIn(model, tenants, people) ?? [])
    .filter(({ score }) => score > (isAsked ? 0 : UNIQUE_ONLY))
    .toSorted((a, b) => b.score - a.score);
  return best && { table: tenants.table.id, key, memberships: best.memberships };
}

interface Candidate {
  memberships: Tenancy['memberships'];
  /** How sure it is: its name counts for more than its role column, and that for more than a unique pair. */
  score: number;
}

/** Whether a table says who is a member of another's rows, by its name or by a role for each pair. */
export function isMembership(model: TableModel, of: TableModel, people: People): boolean {
  return (membershipsIn(model, of, people)?.score ?? 0) > UNIQUE_ONLY;
}

/** A pair that stands there once may be anything: a like, a review. */
const UNIQUE_ONLY = 1;

/** A table as one that says who is a member of a tenant; undefined where it can't. */
function membershipsIn(
  model: TableModel,
  tenants: TableModel,
  people: People,
): Candidate | undefined {
  const { table } = model;
  if (table.kind !== 'table' || model === people.table || model === tenants) return undefined;
  if (INVITING.test(namesOf(table).human)) return undefined;
  const [key = ''] = tenants.table.primaryKey;
  const [tenant, another] = referencesTo(table, tenants.table, key);
  const user = memberColumn(table, people);
  if (!tenant || another || !user) return undefined;
  const isCalledSo = saysMember(table, tenants, people);
  const isUnique = isUniquePair(table, [user.key, tenant.column.key]);
  const role = roleIn(model);
  if (!isCalledSo && !isUnique) return undefined;
  const memberships = {
    table: table.id,
    userColumn: user.key,
    tenantColumn: tenant.column.key,
    role: role && { column: role.key, managers: managersIn(role) },
  };
  return {
    memberships: {
      ...memberships,
      role: memberships.role?.managers.length ? memberships.role : null,
    },
    score: (isCalledSo ? 4 : 0) + (role ? 2 : 0) + (isUnique ? 1 : 0),
  };
}

const INVITING =
  /\b(invit\w*|requests?|follow\w*|favou?rites?|likes?|stars?|bans?|blocks?|views?)\b/;

function memberColumn(table: Table, people: People): Column | undefined {
  const references = ownReferences(table, people).map(({ column }) => column);
  if (references.length === 1) return references[0];
  const names = new Set(['user', 'member', people.table.names.humanOne]);
  const called = references.filter((column) => names.has(referenceWords(column)));
  return called.length === 1 ? called[0] : undefined;
}

/** `members`, `team_members`, `users_to_teams`, `workspace_users`; not `user_team_settings`. */
function saysMember(table: Table, tenants: TableModel, people: People): boolean {
  const words = splitWords(table.name.slice(table.prefix.length)).map((word) =>
    pluralize.singular(word),
  );
  if (words.some((word) => word === 'member' || word === 'membership')) {
    return words.every((word) => !/^(permission|setting|preference|note|log|event)$/.test(word));
  }
  const person = new Set(['user', ...splitWords(people.table.names.humanOne)]);
  const tenant = new Set([
    ...[...namesFor(tenants)].flatMap((name) => splitWords(name)),
    ...splitWords(tenants.table.name).map((word) => pluralize.singular(word)),
  ]);
  const rest = words.filter((word) => !person.has(word) && !tenant.has(word) && !JOINING.has(word));
  return (
    rest.length === 0 &&
    words.some((word) => person.has(word)) &&
    words.some((word) => tenant.has(word))
  );
}

const JOINING = new Set([
  'to',
  'on',
  'in',
  'of',
  'and',
  'x',
  'role',
  'map',
  'access',
  'join',
  'link',
]);

function isUniquePair(table: Table, pair: readonly string[]): boolean {
  return [table.primaryKey, ...table.uniqueKeys.map(({ columns }) => columns)].some(
    (key) => key.length === pair.length && key.every((column) => pair.includes(column)),
  );
}

function roleIn({ columns }: TableModel): Column | undefined {
  return columns.find(
    (column) =>
      /(^| )role$/.test(splitWords(column.key).join(' ')) &&
      (column.kind === 'enum' || column.kind === 'text') &&
      column.arrayDimensions === 0,
  );
}

/** The values of a role column that manage; a text says nothing of its values. */
function managersIn({ enumValues }: Column): string[] {
  if (!enumValues) return ['owner', 'admin'];
  return managing(enumValues);
}

function rankOf(table: Table): number {
  const last = lastWord(table);
  const rank = TENANTS.findIndex((words) => words.includes(last));
  return rank === -1 || splitWords(namesOf(table).humanOne).length > 2 ? TENANTS.length : rank;
}

function lastWord(table: Table): string {
  return splitWords(namesOf(table).humanOne).at(-1) ?? '';
}

function noticesOf(tenancy: Tenancy, others: Tenancy[], tables: TableModel[]): Notice[] {
  const nameOf = (id: string) =>
    tables.find(({ table }) => table.id === id)?.table.exportName ?? id;
  const { memberships } = tenancy;
  const members = tables.find(({ table }) => table.id === memberships.table);
  const pair = [memberships.userColumn, memberships.tenantColumn];
  const notices: Notice[] = [];
  if (others.length > 0) {
    const names = others.map(({ table }) => nameOf(table)).join(', ');
    notices.push({
      subject: nameOf(tenancy.table),
      message: `Has members, and so ${others.length === 1 ? 'has' : 'have'} ${names}: rows belong to ${nameOf(tenancy.table)}, the largest. To choose another: --tenants-table <table>.`,
    });
  }
  if (members && !isUniquePair(members.table, pair)) {
    notices.push({
      subject: members.table.exportName,
      message: `Says who is a member, and nothing keeps somebody from being in it twice: a unique key on ${pair.join(', ')} would.`,
    });
  }
  return notices;
}
