import { quote } from '../../code.ts';
import type { KitError } from '../../errors.ts';
import { type ColumnModel, isRequired, isUniqueAlone } from '../../model/columns.ts';
import { givesPower, provesOrGrants } from '../../model/access/derive/power.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import type { Notice, Table } from '../../schema/table.ts';
import { splitWords } from '../../words.ts';
import { possibleRoles, type RoleColumn, roleColumnOf } from './role-column.ts';
import {
  EMAIL,
  madeWith,
  peopleTable,
  personKey,
  refusal,
  stampOf,
  tableCalled,
} from './people-table.ts';

/** The table of those who sign in, and its column with the address. */
export interface Users {
  table: TableModel;
  key: ColumnModel;
  email: ColumnModel;
  /** Where the schema says already what somebody may do. */
  role: RoleColumn | undefined;
  /** What else a row can't be without: asked for at registration. */
  profile: ColumnModel[];
}

export interface UsersChoice {
  usersTable: string;
  emailColumn: string;
  roleColumn: string;
}

/** Names of tables that hold people, the likeliest first; those that may as well hold something else need a unique address. */
const SURE = ['users', 'user'];
const NAMES = [...SURE, 'accounts', 'account', 'members', 'people', 'customers'];

const HINT =
  'Name them with --users-table <table> and --email-column <column>, or choose --auth none.';

/**
 * The users table of a schema: the one that is named, or one that is called like one and has an e-mail column. That need not be
 * unique: no two accounts have one address.
 *
 * @returns undefined where there is none, and none is named: then sign-in brings one
 * @throws KitError AUTH_USERS when the table can't be signed in with, and why; AUTH_ROLE
 */
export function usersOf(service: ServiceModel, choice: UsersChoice): Users | undefined {
  const table = peopleTable(service, choice.usersTable, (tables) =>
    likeliest(
      tables.filter((one) => madeWith(one) === undefined),
      choice.emailColumn,
    ),
  );
  if (!table) return undefined;
  const maker = madeWith(table);
  if (maker) throw refuse(table, `has a key that refers to ${maker}, so that others make its rows`);
  const email = emailOf(table, choice.emailColumn);
  if (!email) {
    throw refuse(table, 'has no e-mail column');
  }
  const role = roleColumnOf(table, choice.roleColumn);
  return { table, key: keyOf(table), email, role, profile: profileOf(table, email, role) };
}

/** Says of a column that may tell who is an admin, and is not used, how it would be. */
export function roleNotices(service: ServiceModel, choice: UsersChoice): Notice[] {
  const users = choice.roleColumn === '' ? usersOf(service, choice) : undefined;
  if (!users || users.role) return [];
  const { table } = users.table;
  return possibleRoles(users.table).map(({ key }) => ({
    subject: `${table.exportName}.${key}`,
    message:
      'May say who is an admin of the service, or may count only where somebody belongs, so that sign-in keeps roles itself. ' +
      `\`--role-column ${key}\` uses it.`,
  }));
}

function likeliest(tables: TableModel[], emailColumn: string): TableModel | undefined {
  const hasUnique = (model: TableModel) =>
    emailsOf(model, emailColumn).some((one) => hasNoTwins(model, one));
  const hasAny = (model: TableModel) => emailsOf(model, emailColumn).length > 0;
  return [
    ...NAMES.map((name) => tableCalled(tables, name, hasUnique)),
    ...SURE.map((name) => tableCalled(tables, name, hasAny)),
  ].find((found) => found !== undefined);
}

function emailOf(model: TableModel, name: string): ColumnModel | undefined {
  const emails = emailsOf(model, name);
  return emails.find((one) => hasNoTwins(model, one)) ?? emails[0];
}

function emailsOf({ columns }: TableModel, name: string): ColumnModel[] {
  return columns.filter(
    (column) =>
      (name ? column.key === name || column.name === name : EMAIL.test(column.name)) &&
      (column.kind === 'text' || column.kind === 'custom'),
  );
}

/** Whether no two rows have the same value of it, in whatever case. */
function hasNoTwins({ table }: TableModel, column: ColumnModel): boolean {
  return (
    isUniqueAlone(table, column) ||
    table.indexes.some(
      ({ unique, partial, lowerOf }) => unique && !partial && lowerOf === column.key,
    )
  );
}

function keyOf(model: TableModel): ColumnModel {
  const column = personKey(model);
  if (!column) {
    throw refuse(model, 'has no primary key of one column that is a uuid, text or a number');
  }
  if (isRequired(column) && column.jsType !== 'string') {
    throw refuse(model, 'has a primary key that neither the database nor the service makes');
  }
  return column;
}

function profileOf(
  model: TableModel,
  email: ColumnModel,
  role: RoleColumn | undefined,
): ColumnModel[] {
  const { table, columns } = model;
  const profile = columns.filter(
    (column) =>
      isRequired(column) &&
      column.key !== email.key &&
      column.key !== role?.column.key &&
      !table.primaryKey.includes(column.key) &&
      madeOf(column, table) === undefined,
  );
  for (const column of profile) {
    const isReference = table.foreignKeys.some(({ columns: keys }) => keys.includes(column.key));
    const why =
      (column.secret && 'it is a secret') ||
      (isReference && 'whoever registers must not choose what a row belongs to') ||
      (givesPower(column) && 'whoever registers must not choose it') ||
      (!ASKED.has(column.kind) && 'it is nothing that can be asked for');
    if (why) {
      throw refuse(
        model,
        `can't be registered in: ${column.key} has to be given, and ${why}`,
        `Give the column a default or let it be empty,${possibleRoles(model).includes(column) ? ` say with --role-column ${column.key} that it tells who is an admin,` : ''} name another table with --users-table, or choose --auth none.`,
      );
    }
  }
  return profile;
}

function refuse(table: TableModel, what: string, hint = HINT): KitError {
  return refusal(table, what, hint);
}

/** What JSON has, and so can be sent. */
const ASKED = new Set(['text', 'uuid', 'integer', 'float', 'decimal', 'boolean', 'enum']);

/** The hash of no password. */
export const NO_HASH = '!';

/** Times, a password that is none, and that nothing has been proved or granted. */
export function madeOf(column: ColumnModel, { uniqueKeys }: Table): string | undefined {
  const isUnique = uniqueKeys.some(({ columns }) => columns.includes(column.key));
  if (isPassword(column) && !isUnique) return quote(NO_HASH);
  if (column.kind === 'boolean' && provesOrGrants(column)) return 'false';
  return stampOf(column);
}

export function isPassword({ key, kind, secret }: ColumnModel): boolean {
  return (
    secret && kind === 'text' && splitWords(key).some((word) => /^(pass(word|wd)?|pin)$/.test(word))
  );
}
