import { KitError } from '../../../errors.ts';
import type { Column, Table } from '../../../schema/table.ts';
import { tableNamed } from '../../named.ts';
import type { ServiceModel, TableModel } from '../../service.ts';
import type { Tenancy } from '../access.ts';
import { accessProblem, readChoice } from './choice-form.ts';
import type { People } from './owner.ts';
import { columnOf, referencesTo, sharedColumns } from './references.ts';

/** What a person says about whose rows are, as flags have it. */
export interface AccessChoices {
  /** `<table>=<who>`, e.g. `orders=owner:customer_id`. */
  access: string[];
  /** Tables whose rows anybody lists and reads. */
  publicRead: string[];
  /** '' where it is to be found. */
  tenantsTable: string;
}

/** What those may do with a row whose it is. */
export type May = 'read' | 'write';

/** What was chosen for one table. */
export type Chosen =
  | { by: 'owner' | 'tenant' | 'parent'; column: string; may?: May }
  | { by: 'signedIn' }
  | { by: 'admin' };

/** What choices are checked against. */
export interface Known {
  service: ServiceModel;
  people: People | undefined;
  tenancy: Tenancy | null;
}

/**
 * What was chosen, by `Table.id`.
 *
 * @throws KitError UNKNOWN_TABLE; INVALID_ACCESS for a column that is not there or does not lead where it is said to, and
 *   for a table that is named twice
 */
export function chosenAccess(choices: readonly string[], known: Known): Map<Table['id'], Chosen> {
  const chosen = new Map<Table['id'], Chosen>();
  for (const choice of choices) {
    const problem = accessProblem([choice]);
    if (problem) throw refuse(problem);
    const { table: name = '', by, column: key = '', may } = readChoice(choice);
    const model = modelNamed(known.service, name);
    if (chosen.has(model.table.id)) throw refuse(`--access names ${name} twice.`, 'Choose one.');
    const found = by ? columnChoice(model, by, key, known) : openChoice(choice);
    chosen.set(
      model.table.id,
      may ? { ...found, ...mayChoice(model, { by: found.by, may: may as May }, known) } : found,
    );
  }
  return chosen;
}

/**
 * The tables whose rows anybody may read, by `Table.id`.
 *
 * @throws KitError UNKNOWN_TABLE; INVALID_ACCESS for a table that has no routes of its own
 */
export function publicTables(names: readonly string[], service: ServiceModel): Set<Table['id']> {
  return new Set(
    names.map((name) => {
      const { table, role } = modelNamed(service, name);
      if (role === 'resource' || role === 'list-only') return table.id;
      throw refuse(
        `--public-read names ${name}, which ${role === 'link' ? 'only joins two tables: who reads both reads that' : 'becomes no resource'}.`,
        'Leave it out.',
      );
    }),
  );
}

function openChoice(choice: string): Chosen {
  return { by: choice.endsWith('=admin') ? 'admin' : 'signedIn' };
}

function mayChoice(
  { table }: TableModel,
  { by, may }: Pick<Chosen, 'by'> & { may: May },
  { people, tenancy }: Known,
): { may: May } {
  if (by === 'parent' && may === 'write') {
    throw refuse(
      `--access says that ${table.name} are written by who reads them, and a part is written by who changes what it is a part of.`,
      'Say it of that table, or name an owner.',
    );
  }
  const kept = [people?.table.table.id, tenancy?.table, tenancy?.memberships.table];
  if (!kept.includes(table.id)) return { may };
  throw refuse(
    `--access says who may ${may} ${table.name}, which follows from what it is to sign-in.`,
    `Leave :${may} out.`,
  );
}

function columnChoice(model: TableModel, by: string, key: string, known: Known): Chosen {
  const { table } = model;
  const column = table.columns.find((one) => one.key === key || one.name === key);
  if (!column) {
    throw refuse(
      `--access names ${key}, and ${table.name} has no such column.`,
      `It has: ${table.columns.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (by === 'owner') return { by, column: ownerChoice(model, column, known) };
  if (by === 'tenant') return { by, column: tenantChoice(model, column, known) };
  return { by: 'parent', column: parentChoice(model, column) };
}

function ownerChoice({ table }: TableModel, column: Column, { people }: Known): string {
  if (!people) {
    throw refuse(
      `--access says that ${table.name} has owners, and the schema has no table of people.`,
      'Name the one that it has: --users-table <table>.',
    );
  }
  const isThat = table.id === people.table.table.id && column.key === people.key.key;
  if (isThat || leadsTo(table, column, people.table.table, people.key)) return column.key;
  throw refuse(
    `${table.name}.${column.name} does not refer to ${people.table.table.name}, so it says nothing of an owner.`,
    hintFor(table, people.table.table, people.key),
  );
}

function tenantChoice({ table }: TableModel, column: Column, { service, tenancy }: Known): string {
  const tenants = service.tables.find((one) => one.table.id === tenancy?.table);
  const key = columnOf(tenants?.table ?? table, tenancy?.key);
  if (!tenants || !key) {
    throw refuse(
      `--access says that ${table.name} has tenants, and the schema has none with members.`,
      'Name their table: --tenants-table <table>.',
    );
  }
  if (table.id === tenants.table.id && column.key === key.key) return column.key;
  if (leadsTo(table, column, tenants.table, key)) return column.key;
  throw refuse(
    `${table.name}.${column.name} does not refer to ${tenants.table.name}, so it says nothing of a tenant.`,
    hintFor(table, tenants.table, key),
  );
}

function parentChoice({ table }: TableModel, { key, name }: Column): string {
  const isOne = table.foreignKeys.some(
    ({ columns, targetTable }) => columns.join() === key && targetTable !== table.id,
  );
  if (isOne) return key;
  throw refuse(
    `${table.name}.${name} is no reference to another table by itself.`,
    'Name a column that a foreign key of one column leads from.',
  );
}

/** By a foreign key, or where there is none by its type. */
function leadsTo(table: Table, column: Column, target: Table, key: Column): boolean {
  return (
    referencesTo(table, target, key.key).some((one) => one.column.key === column.key) ||
    sharedColumns(table, key).includes(column)
  );
}

function hintFor(table: Table, target: Table, key: Column): string {
  const names = referencesTo(table, target, key.key).map(({ column }) => column.name);
  return names.length > 0 ? `Those that do: ${names.join(', ')}.` : 'None of its columns does.';
}

function modelNamed({ tables }: ServiceModel, name: string): TableModel {
  const table = tableNamed(
    tables.map((model) => model.table),
    name,
  );
  return tables.find((model) => model.table === table) as TableModel;
}

function refuse(message: string, hint?: string): KitError {
  return new KitError('INVALID_ACCESS', message, hint);
}
