import { member, quote } from '../../code.ts';
import { KitError } from '../../errors.ts';
import { type ColumnModel, isRequired } from '../../model/columns.ts';
import { givesPower, provesOrGrants } from '../../model/access/derive/power.ts';
import { deletedValues, liveCondition } from '../../model/conditions.ts';
import { tableNamed } from '../../model/named.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import type { Table } from '../../schema/table.ts';
import { splitWords } from '../../words.ts';

/** The table of those who sign in, and its column with the address. */
export interface Users {
  table: TableModel;
  key: ColumnModel;
  email: ColumnModel;
  /** What else a row can't be without: asked for at registration. */
  profile: ColumnModel[];
}

export interface UsersChoice {
  usersTable: string;
  emailColumn: string;
}

/** Names of tables that hold people, the likeliest first; those that may as well hold something else need a unique address. */
const SURE = ['users', 'user'];
const NAMES = [...SURE, 'accounts', 'account', 'members', 'people', 'customers'];

const EMAIL = /^e_?mail(_?address)?$/i;

const HINT =
  'Name them with --users-table <table> and --email-column <column>, or choose --auth none.';

/**
 * The users table of a schema: the one that is named, or one that is called like one and has an e-mail column. That need not be
 * unique: no two accounts have one address.
 *
 * @returns undefined where there is none, and none is named: then sign-in brings one
 * @throws KitError AUTH_USERS when the table can't be signed in with, and why
 */
export function usersOf(service: ServiceModel, choice: UsersChoice): Users | undefined {
  const tables = service.tables.filter(({ table }) => table.kind === 'table' && table.exportName);
  const table = choice.usersTable
    ? named(tables, choice.usersTable)
    : likeliest(tables, choice.emailColumn);
  if (!table) return undefined;
  const email = emailOf(table, choice.emailColumn);
  if (!email) {
    throw refuse(table, 'has no e-mail column');
  }
  return { table, key: keyOf(table), email, profile: profileOf(table, email) };
}

function named(tables: TableModel[], name: string): TableModel {
  const found = tableNamed(
    tables.map(({ table }) => table),
    name,
  );
  return tables.find(({ table }) => table === found) as TableModel;
}

function likeliest(tables: TableModel[], emailColumn: string): TableModel | undefined {
  const find = (name: string, isIt: (table: TableModel) => boolean) =>
    tables.find(
      (model) => (model.table.exportName === name || model.table.name === name) && isIt(model),
    );
  const hasUnique = (model: TableModel) =>
    emailsOf(model, emailColumn).some((one) => hasNoTwins(model, one));
  const hasAny = (model: TableModel) => emailsOf(model, emailColumn).length > 0;
  return [
    ...NAMES.map((name) => find(name, hasUnique)),
    ...SURE.map((name) => find(name, hasAny)),
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

/** Whether no two rows have the same value of it. */
export function isUniqueAlone(table: Table, { key }: ColumnModel): boolean {
  return [table.primaryKey, ...table.uniqueKeys.map((unique) => unique.columns)].some(
    (keys) => keys.length === 1 && keys[0] === key,
  );
}

function keyOf(model: TableModel): ColumnModel {
  const [key, ...others] = model.table.primaryKey;
  const column = model.columns.find((candidate) => candidate.key === key);
  if (!column || others.length > 0 || !keyCode(column)) {
    throw refuse(model, 'has no primary key of one column that is a uuid, text or a number');
  }
  if (isRequired(column) && column.jsType !== 'string') {
    throw refuse(model, 'has a primary key that neither the database nor the service makes');
  }
  return column;
}

function profileOf(model: TableModel, email: ColumnModel): ColumnModel[] {
  const { table, columns } = model;
  const profile = columns.filter(
    (column) =>
      isRequired(column) &&
      column.key !== email.key &&
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
        'Give the column a default or let it be empty, name another table with --users-table, or choose --auth none.',
      );
    }
  }
  return profile;
}

function refuse({ table }: TableModel, what: string, hint = HINT): KitError {
  return new KitError('AUTH_USERS', `The users table ${table.exportName} ${what}.`, hint);
}

/** What JSON has, and so can be sent. */
const ASKED = new Set(['text', 'uuid', 'integer', 'float', 'decimal', 'boolean', 'enum']);

/** What depends on a key's type: a column that holds one, reading one out of text, and one that nobody has. */
export interface KeyCode {
  builder: string;
  column: string;
  text: string;
  nobody: string;
}

export function keyCode({ kind, jsType }: ColumnModel): KeyCode | undefined {
  const number = { text: 'z.coerce.number().int()', nobody: '0' };
  if (kind === 'uuid') {
    return { builder: 'uuid', column: 'uuid(name)', text: 'z.guid()', nobody: 'randomUUID()' };
  }
  if (kind === 'text') {
    return { builder: 'text', column: 'text(name)', text: 'z.string()', nobody: `'nobody'` };
  }
  if (kind === 'integer') return { builder: 'integer', column: 'integer(name)', ...number };
  if (kind !== 'bigint') return undefined;
  return jsType === 'bigint'
    ? {
        builder: 'bigint',
        column: `bigint(name, { mode: 'bigint' })`,
        text: 'z.coerce.bigint()',
        nobody: '0n',
      }
    : { builder: 'bigint', column: `bigint(name, { mode: 'number' })`, ...number };
}

/** What the service sets where neither the database nor whoever registers does. */
function madeFor({ table }: Users): string[] {
  return table.columns.filter(isRequired).flatMap((column) => {
    const isKey = table.table.primaryKey.includes(column.key);
    const value = isKey ? 'randomUUID()' : madeOf(column, table.table);
    const why = isPassword(column)
      ? `// No hash is that: sign-in keeps passwords in a table of its own.\n`
      : '';
    return value === undefined ? [] : [`${why}${column.property}: ${value}`];
  });
}

/** Times, a password that is none, and that nothing has been proved or granted. */
function madeOf(column: ColumnModel, { uniqueKeys }: Table): string | undefined {
  const isUnique = uniqueKeys.some(({ columns }) => columns.includes(column.key));
  if (isPassword(column) && !isUnique) return quote('!');
  if (column.kind === 'boolean' && provesOrGrants(column)) return 'false';
  return stampOf(column);
}

function isPassword({ key, kind, secret }: ColumnModel): boolean {
  return secret && kind === 'text' && splitWords(key).some((word) => /^pass(word|wd)?$/.test(word));
}

/** The value of a time that the service keeps, as code; undefined for anything else. */
export function stampOf({ maintained, jsType }: ColumnModel): string | undefined {
  if (maintained === null) return undefined;
  if (jsType === 'Date') return 'new Date()';
  return jsType === 'string' ? 'new Date().toISOString()' : undefined;
}

/** What the templates need of the users table. */
export function usersModel(users: Users) {
  const { table, key, email, profile } = users;
  const made = madeFor(users);
  const { builder, column, text, nobody } = keyCode(key) as KeyCode;
  const active = liveCondition({ ...table, reference: { ...table.reference, id: 'users' } });
  const { exportName } = table.table;
  return {
    made,
    importLines: [
      ...(made.join().includes('randomUUID') ? [`import { randomUUID } from 'node:crypto';`] : []),
      active
        ? `import { ${[...active.imports, 'type SQL'].join(', ')} } from 'drizzle-orm';`
        : `import type { SQL } from 'drizzle-orm';`,
      `import { ${builder} } from 'drizzle-orm/pg-core';`,
      `import { createInsertSchema } from 'drizzle-zod';`,
      `import { z } from 'zod';`,
      `import { ${exportName === 'users' ? 'users' : `${exportName} as users`} } from '../db/schema';`,
    ].join('\n'),
    key: member('users', key.key),
    keyName: quote(key.key),
    idColumn: column,
    idText: text,
    idAsText: ['uuid', 'text'].includes(key.kind) ? 'userId' : 'String(userId)',
    nobody,
    idImport:
      nobody === 'randomUUID()'
        ? `import { randomUUID } from 'node:crypto';
`
        : '',
    email: member('users', email.key),
    emailEntry: email.property === 'email' ? 'email' : `${email.property}: email`,
    profile: profile.map(({ property }) => property),
    active: active?.text ?? 'undefined',
    activeReason: active
      ? 'one whose row is marked as deleted may not.'
      : 'everybody may whose row is there. A column that marks rows as deleted would be asked here.',
    deletedMark: deletedValues(table),
    notDeletedMark: `${table.softDelete?.property}: ${table.softDelete?.kind === 'boolean' ? 'false' : 'null'}`,
    ...table.names,
  };
}
