import pluralize from 'pluralize';
import type { Column, Table } from '../../../schema/table.ts';
import { splitWords } from '../../../words.ts';
import { namesOf } from '../../names.ts';
import type { TableModel } from '../../service.ts';
import type { Tenancy } from '../access.ts';
import { ownReferences, type People } from './owner.ts';
import { managing } from './power.ts';
import { referencesTo, referenceWords } from './references.ts';
import { namesFor } from './tenant-names.ts';

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
export const UNIQUE_ONLY = 1;

/** A table as one that says who is a member of a tenant; undefined where it can't. */
export function membershipsIn(
  model: TableModel,
  tenants: TableModel,
  people: People,
): Candidate | undefined {
  const { table } = model;
  if (table.kind !== 'table' || model === people.table || model === tenants) return undefined;
  const [key = ''] = tenants.table.primaryKey;
  const [tenant, another] = referencesTo(table, tenants.table, key);
  // Before all that takes names apart: each table is asked about each other one.
  if (!tenant || another || INVITING.test(namesOf(table).human)) return undefined;
  const user = memberColumn(table, people);
  if (!user) return undefined;
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

/** Whether each pair of two columns is there once. */
export function isUniquePair(table: Table, pair: readonly string[]): boolean {
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
