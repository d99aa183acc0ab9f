import { KitError } from '../../../errors.ts';
import type { Column, Notice, Table } from '../../../schema/table.ts';
import { tableNamed } from '../../named.ts';
import type { ServiceModel, TableModel } from '../../service.ts';
import { standingsOf } from '../../standing.ts';
import type { Tenancy } from '../access.ts';
import { isUniquePair, membershipsIn, UNIQUE_ONLY } from './memberships.ts';
import type { People } from './owner.ts';
import { referencesTo, referenceWords, saysReference, sharedColumns } from './references.ts';
import { namesFor, rankOf, TENANTS } from './tenant-names.ts';

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
  return sharedColumns(table, keyColumn).filter(
    (column) => saysReference(column) && names.has(referenceWords(column)),
  );
}

/** A tenant that somebody looks at now, or that something goes to, is not the one that a row belongs to. */
const PASSING =
  /^(active|current|default|last|selected|previous|parent|target|source|to|from|linked) /;

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
  if (members) notices.push(...standingNotices(members));
  return notices;
}

/** Says of each column that it makes members of some and of others none, since nothing but its name says so. */
function standingNotices(members: TableModel): Notice[] {
  return standingsOf(members, 'member', '').map(({ column: { key }, says }) => ({
    subject: `${members.table.exportName}.${key}`,
    message: `A member whose row ${says} is none.`,
  }));
}
