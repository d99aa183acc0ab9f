import { KitError } from '../../../errors.ts';
import type { Column, ForeignKey, Table } from '../../../schema/table.ts';
import type { ServiceModel, TableModel } from '../../service.ts';
import type { Belonging, Tenancy } from '../access.ts';
import type { Chosen, May } from './choices.ts';
import { isOfTenant } from '../users.ts';
import type { Kind } from './kinds.ts';
import type { Owner, People } from './owner.ts';

/** What decisions are made from. */
export interface Basis {
  service: ServiceModel;
  people: People | undefined;
  tenancy: Tenancy | null;
  chosen: ReadonlyMap<Table['id'], Chosen>;
}

/** Whose the rows of a table are, and why. */
export interface Decision {
  rows: Belonging;
  kind: Kind;
  /** What those may do whose they are, where a person said so: otherwise, what it holds does. */
  may?: May;
  /** Whose rows they are in the end: decisions with the same root let in the same people. */
  root: string;
  /** Where it is not known whose they are, and so only admins reach them. */
  closed?: Closed;
}

export interface Closed {
  /** Why, as a clause. */
  reason: string;
  /** What may be chosen instead, as `--access` takes it. */
  choices: string[];
}

/** A parent of a table that belongs to somebody, or is closed. */
export interface ParentCandidate {
  foreignKey: ForeignKey;
  parent: Table['id'];
  decision: Decision;
}

/** What a table says by itself. */
export interface Traits {
  model: TableModel;
  kind: Kind;
  owner: Owner;
  tenants: Column[];
}

export function ownedBy({ id }: Table, column: string, kind: Kind): Decision {
  return { rows: { by: 'owner', column }, kind, root: `owner ${id}.${column}` };
}

export function ofTenant(column: string, kind: Kind): Decision {
  return { rows: { by: 'tenant', column }, kind, root: 'tenant' };
}

export function through({ foreignKey, parent, decision }: ParentCandidate, kind: Kind): Decision {
  const [column = ''] = foreignKey.columns;
  const [parentColumn = ''] = foreignKey.targetColumns;
  const of = isOfTenant(decision.rows) ? 'tenant' : 'owner';
  return { rows: { by: 'parent', column, parent, parentColumn, of }, kind, root: decision.root };
}

export function shut(
  { model: { table }, kind }: Pick<Traits, 'model' | 'kind'>,
  reason: string,
  ways: readonly string[] = [],
): Decision {
  const choices = ways.map((way) => `${table.name}=${way}`);
  return { rows: { by: 'nobody' }, kind, root: `closed ${table.id}`, closed: { reason, choices } };
}

export const waysBy = (who: 'owner' | 'tenant' | 'parent', names: readonly string[]) =>
  names.map((name) => `${who}:${name}`);

export function circle(table: Table): KitError {
  return new KitError(
    'INVALID_ACCESS',
    `--access makes ${table.name} belong to itself, by way of other tables.`,
    'Choose an owner or a tenant for one of them.',
  );
}

export function nameOf(id: Table['id'], service: ServiceModel): string {
  return service.tables.find(({ table }) => table.id === id)?.table.exportName ?? id;
}

export function nameIn(table: Table, key: string | undefined): string {
  return table.columns.find((column) => column.key === key)?.name ?? '';
}

export function listOf(columns: readonly Column[]): string {
  return listed(namesOf(columns));
}

export function namesOf(columns: readonly Column[]): string[] {
  return columns.map(({ name }) => name);
}

/** `a, b and c` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
