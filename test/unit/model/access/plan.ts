import { usersOf } from '../../../../src/features/auth/users.ts';
import type { AccessChoices } from '../../../../src/model/access/derive/choices.ts';
import { type AccessPlan, accessPlan } from '../../../../src/model/access/derive.ts';
import type { Access, Action } from '../../../../src/model/access/access.ts';
import { serviceModel } from '../../../../src/model/service.ts';
import type { Column, ForeignKey, Table } from '../../../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from '../../schema/helpers.ts';

export const unique = (...columns: string[]) => ({
  name: columns.join('_'),
  columns,
  nullsNotDistinct: false,
});

export const users = (...columns: Column[]): Table =>
  table('users', {
    columns: [column('email'), column('name'), ...columns],
    uniqueKeys: [unique('email')],
  });

/** A reference to another table's id; `?` after the column's name for one that may be empty. */
export interface Reference {
  column: Column;
  foreignKey: ForeignKey;
}

export function to(target: string, name: string, more: Partial<ForeignKey> = {}): Reference {
  const key = name.replace(/\?$/, '');
  return {
    column: column(key, { kind: 'uuid', sqlType: 'uuid', notNull: key === name }),
    foreignKey: foreignKey([key], `public.${target}`, more),
  };
}

export const cascade = { onDelete: 'cascade' };

/** A table with these references. */
export function having(name: string, references: Reference[], more: Partial<Table> = {}): Table {
  return table(name, {
    ...more,
    columns: [...references.map((one) => one.column), ...(more.columns ?? [])],
    foreignKeys: [...references.map((one) => one.foreignKey), ...(more.foreignKeys ?? [])],
  });
}

const nothing: AccessChoices = { access: [], publicRead: [], tenantsTable: '' };

export function planOf(tables: Table[], choices: Partial<AccessChoices> = {}): AccessPlan {
  const service = serviceModel(schemaOf(...tables));
  const people = usersOf(service, { usersTable: '', emailColumn: '', roleColumn: '' });
  return accessPlan(service, people, { ...nothing, ...choices });
}

export function accessIn(plan: AccessPlan, name: string): Access {
  const access = plan.access.get(`public.${name}`);
  if (!access) throw new Error(`no table ${name}`);
  return access;
}

/** Whose the rows of a table are: `owner userId`, `tenant by parent taskId`, `nobody`, `closed`. */
export function whose(plan: AccessPlan, name: string): string {
  const { rows, who } = accessIn(plan, name);
  if (Object.values(who).every((one) => one === 'admin')) return 'closed';
  if (rows.by === 'parent') return `${rows.of} by parent ${rows.column}`;
  return rows.by === 'nobody' ? 'nobody' : `${rows.by} ${rows.column}`;
}

/** The same of the last of some tables. */
export function whoseLast(tables: Table[], choices: Partial<AccessChoices> = {}): string {
  return whose(planOf(tables, choices), tables.at(-1)?.name ?? '');
}

const ACTIONS: readonly Action[] = ['list', 'read', 'create', 'update', 'delete'];

/** Who may list, read, create, update and delete, in that order. */
export function words(plan: AccessPlan, name: string): string {
  const { who } = accessIn(plan, name);
  return ACTIONS.map((action) => who[action]).join(' ');
}
