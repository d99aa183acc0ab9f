import { member, quote } from '../../code.ts';
import { KitError } from '../../errors.ts';
import { tenantLikeColumns } from '../../model/access/derive/tenancy.ts';
import type { ColumnModel } from '../../model/columns.ts';
import type { TableModel } from '../../model/service.ts';
import { splitWords } from '../../words.ts';
import { OWN_ROLES } from './own-roles.ts';

/** The column of the users table that says what somebody may do in the service, and which of its values count. */
export interface RoleColumn {
  column: ColumnModel;
  /** May do everything. */
  admin: string;
  /** Of whoever registers. */
  everybody: string;
}

const ADMINS = ['admin', 'administrator', 'superadmin', 'super admin'];

/** What those are called who may no more than others, the plainest first. */
const PLAIN = [
  'user',
  'member',
  'customer',
  'client',
  'guest',
  'visitor',
  'viewer',
  'reader',
  'read only',
  'readonly',
  'basic',
  'standard',
  'regular',
  'normal',
  'buyer',
  'student',
  'patient',
];

const IS_ADMIN = /^(is )?((site |platform |system )?(super ?)?admin(istrator)?|super ?user)$/;

/** Before `role` these say nothing of where it counts. */
const WHOSE = ['', 'user', 'account', 'system', 'platform', 'global', 'site', 'app'];

/**
 * The column of the users table that says who is an admin: the one that is named, or one that is called so and leaves no doubt.
 *
 * Doubtful is a role in a table whose people belong to a tenant or to whatever row of another table (the role may count only
 * there), one without a value for admins, and one of which nobody knows what a newcomer should be.
 *
 * @param chosen '' where none is named; OWN_ROLES for none
 * @throws KitError AUTH_ROLE when the named one can't be used, and why
 */
export function roleColumnOf(model: TableModel, chosen: string): RoleColumn | undefined {
  if (chosen === OWN_ROLES) return undefined;
  if (chosen !== '') return namedColumn(model, chosen);
  if (belongsSomewhere(model)) return undefined;
  return model.columns
    .filter((column) => isCalledRole(column, model) && hasPlainDefault(column))
    .map(valuesOf)
    .find((found) => found !== undefined);
}

/** Columns that could say it, and that nobody has to use: how to is worth a word. */
export function possibleRoles(model: TableModel): ColumnModel[] {
  return model.columns.filter(
    (column) => isCalledRole(column, model) && valuesOf(column) !== undefined,
  );
}

function belongsSomewhere({ table }: TableModel): boolean {
  const isElsewhere = table.foreignKeys.some(({ targetTable }) => targetTable !== table.id);
  return isElsewhere || tenantLikeColumns(table).length > 0;
}

function namedColumn(model: TableModel, name: string): RoleColumn {
  const { exportName } = model.table;
  const column = model.columns.find((one) => one.key === name || one.name === name);
  if (!column) throw refusal(`${exportName} has no column ${name}.`);
  const found = valuesOf(column);
  if (found) return found;
  throw refusal(
    `${exportName}.${column.key} does not say who is an admin: that takes a text, an enum with \`admin\` and a value for everybody else, or a boolean.`,
  );
}

function refusal(what: string): KitError {
  return new KitError(
    'AUTH_ROLE',
    what,
    `Name another column with --role-column <column>, or let sign-in keep roles itself with --role-column ${OWN_ROLES}.`,
  );
}

function isCalledRole({ key, kind }: ColumnModel, { names }: TableModel): boolean {
  const words = splitWords(key);
  if (kind === 'boolean') return IS_ADMIN.test(words.join(' '));
  const before = words.slice(0, -1).join(' ');
  return words.at(-1) === 'role' && [...WHOSE, names.humanOne].includes(before);
}

/** A text may as well be somebody's trade, unless the schema says what everybody is at first. */
function hasPlainDefault({ kind, defaultValue }: ColumnModel): boolean {
  return kind !== 'text' || typeof defaultValue === 'string';
}

function valuesOf(column: ColumnModel): RoleColumn | undefined {
  if (column.generatedAlways || column.arrayDimensions > 0) return undefined;
  if (column.kind === 'boolean') {
    return column.defaultValue === true ? undefined : { column, admin: 'admin', everybody: 'user' };
  }
  const values = column.enumValues ?? (column.kind === 'text' ? ADMINS.slice(0, 1) : []);
  const admin = called(values, ADMINS);
  const everybody = plainValue(column);
  return admin !== undefined && everybody !== undefined ? { column, admin, everybody } : undefined;
}

function plainValue({ defaultValue, enumValues, kind }: ColumnModel): string | undefined {
  if (typeof defaultValue === 'string' && !isAdmin(defaultValue)) return defaultValue;
  return enumValues ? called(enumValues, PLAIN) : kind === 'text' ? PLAIN[0] : undefined;
}

const asWords = (value: string) => splitWords(value).join(' ');
const isAdmin = (value: string) => ADMINS.includes(asWords(value));

/** Which of the values is called so, the likeliest first. */
function called(values: readonly string[], names: readonly string[]): string | undefined {
  return names
    .map((name) => values.find((value) => asWords(value) === name))
    .find((value) => value !== undefined);
}

/** What a row has in the column for a role, as code. */
export function roleEntry({ column }: RoleColumn, role: 'EVERYBODY' | 'role'): string {
  const { property, kind } = column;
  if (kind === 'boolean') return `${property}: ${role === 'role' ? "role === 'admin'" : 'false'}`;
  // The type that the column was given in the schema may be another, with the same values.
  const value = hasPlainType(column) ? role : `${role} as Row[${quote(column.key)}]`;
  return property === value ? property : `${property}: ${value}`;
}

const hasPlainType = ({ hasOwnType, enumObject }: ColumnModel) => !hasOwnType && !enumObject;

/** What the templates need of roles: which there are, and what a row says. */
export function rolesModel(users: { table: TableModel; role: RoleColumn | undefined } | undefined) {
  if (!users?.role) {
    return {
      schemaImport: '',
      whose: '. Add one here, then ask for it where it counts.',
      roles: `['user', 'admin'] as const`,
      admin: quote('admin'),
      everybody: quote('user'),
    };
  }
  const { column, admin, everybody } = users.role;
  const { exportName } = users.table.table;
  const isOfSchema = column.kind === 'enum' && hasPlainType(column);
  const known = column.enumValues ?? [everybody, admin];
  return {
    schemaImport: isOfSchema ? `import { ${exportName} } from '../db/schema';\n\n` : '',
    whose: ', as rows of users say them.',
    roles: isOfSchema
      ? `${member(exportName ?? 'users', column.key)}.enumValues`
      : `[${[...new Set(known)].map(quote).join(', ')}] as const`,
    admin: quote(admin),
    everybody: quote(everybody),
  };
}

/** What the templates need to let accounts follow the column. */
export function roleColumnModel(role: RoleColumn) {
  const { column } = role;
  const value = member('users', column.key);
  return {
    columnName: column.name,
    said: saidBy(role, value),
    rowType: roleEntry(role, 'role').includes('as Row[')
      ? '\n\ntype Row = typeof users.$inferInsert;'
      : '',
    change: roleEntry(role, 'role'),
  };
}

/** A role as text, and one in any case. */
function saidBy({ column, admin, everybody }: RoleColumn, value: string): string {
  if (column.kind === 'boolean') {
    return `case when \${${value}} then ${sqlText(admin)} else ${sqlText(everybody)} end`;
  }
  return column.notNull
    ? `\${${value}}::text`
    : `coalesce(\${${value}}::text, ${sqlText(everybody)})`;
}

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;
