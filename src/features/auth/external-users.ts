import { member, propertyName, quote } from '../../code.ts';
import { type ColumnModel, isRequired } from '../../model/columns.ts';
import { givesPower } from '../../model/access/derive/power.ts';
import { liveCondition } from '../../model/conditions.ts';
import { tableNamed } from '../../model/named.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';
import { KitError } from '../../errors.ts';
import { isUniqueAlone, keyCode, type KeyCode, stampOf } from './users.ts';

/** The table of those whose tokens the service checks, and its column that says who they are at the identity provider. */
export interface ExternalUsers {
  table: TableModel;
  key: ColumnModel;
  subject: ColumnModel;
  /** Where it has one. */
  email: ColumnModel | undefined;
}

export interface ExternalChoice {
  usersTable: string;
  subjectColumn: string;
}

/** Names of tables that hold people; those that may as well hold something else need a column that tells. */
const SURE = ['users', 'user', 'members', 'people'];
const UNSURE = ['accounts', 'account', 'customers', 'profiles'];

const EMAIL = /^e_?mail(_?address)?$/i;

/** `sub`, `external_id`, `clerk_user_id`, `auth0Id`. */
const SUBJECT =
  /^(sub|subject|external_?id|(auth|auth0|clerk|keycloak|supabase|cognito|firebase|idp|oidc|identity|provider)_?(user_?)?id)$/i;

/**
 * The users table of a schema: the one that is named, or one that is called like one.
 *
 * @returns undefined where there is none, and none is named: then sign-in brings one
 * @throws KitError AUTH_USERS when the subject of a token names none of its rows
 */
export function externalUsersOf(
  service: ServiceModel,
  choice: ExternalChoice,
): ExternalUsers | undefined {
  const tables = service.tables.filter(({ table }) => table.kind === 'table' && table.exportName);
  const table = choice.usersTable ? named(tables, choice.usersTable) : likeliest(tables);
  if (!table) return undefined;
  const key = keyOf(table);
  const email = table.columns.find(({ name }) => EMAIL.test(name));
  return { table, key, email, subject: subjectOf(table, key, choice.subjectColumn) };
}

function named(tables: TableModel[], name: string): TableModel {
  const found = tableNamed(
    tables.map(({ table }) => table),
    name,
  );
  return tables.find(({ table }) => table === found) as TableModel;
}

function likeliest(tables: TableModel[]): TableModel | undefined {
  const tells = ({ columns }: TableModel) =>
    columns.some(({ name }) => EMAIL.test(name) || SUBJECT.test(name));
  const isCalled = ({ table }: TableModel, name: string) =>
    table.exportName === name || table.name === name;
  const find = (name: string, isIt: (table: TableModel) => boolean) =>
    tables.find((table) => isCalled(table, name) && isIt(table));
  return [
    ...SURE.map((name) => find(name, () => true)),
    ...UNSURE.map((name) => find(name, tells)),
  ].find((found) => found !== undefined);
}

function keyOf(model: TableModel): ColumnModel {
  const [key, ...others] = model.table.primaryKey;
  const column = model.columns.find((candidate) => candidate.key === key);
  if (column && others.length === 0 && keyCode(column)) return column;
  throw refuse(model, 'has no primary key of one column that is a uuid, text or a number');
}

/** The column that is named, or called like one, and else the key: many providers give the id that the row has, too. */
function subjectOf(model: TableModel, key: ColumnModel, name: string): ColumnModel {
  const isIt = (column: ColumnModel) =>
    name ? column.key === name || column.name === name : SUBJECT.test(column.name);
  const candidates = model.columns.filter((column) => isIt(column) && holdsSubject(column));
  const found = candidates.find((column) => isUniqueAlone(model.table, column));
  if (found) return found;
  if (name || candidates.length > 0) {
    const which = name || candidates[0]?.name;
    throw refuse(model, `has no unique column ${which} of text or uuid`);
  }
  if (holdsSubject(key)) return key;
  throw refuse(model, 'has a number as its key and no column for who somebody is at the provider');
}

const holdsSubject = ({ kind }: ColumnModel) => kind === 'text' || kind === 'uuid';

function refuse({ table }: TableModel, what: string): KitError {
  return new KitError(
    'AUTH_USERS',
    `The users table ${table.exportName} ${what}.`,
    "Add a column such as subject: text('subject').unique(), name one with --subject-column, or another table with --users-table.",
  );
}

/** A column of a new row, and the claim that it is filled from. */
interface Filled {
  key: string;
  property: string;
  claimName: string;
  claim: string;
}

/** Standard claims, by what a column for them is called. */
const CLAIMS: [RegExp, string][] = [
  [EMAIL, 'email'],
  [/^(full_?|display_?)?name$/i, 'name'],
  [/^(given|first)_?name$/i, 'given_name'],
  [/^(family|last|sur)_?name$/i, 'family_name'],
  [/^(user_?name|login|handle|nick_?name)$/i, 'preferred_username'],
  [/^(picture|avatar|image|photo)(_?url)?$/i, 'picture'],
];

/** What a claim can hold without being converted. */
const CLAIMED = new Set(['text', 'uuid', 'integer', 'float', 'decimal', 'boolean', 'enum']);

/** @returns a sentence's end where no row can be made: what a token must not choose has to be given */
function fillingOf({ table, key, subject }: ExternalUsers): Filled[] | string {
  const filled: Filled[] = [];
  for (const column of table.columns) {
    if (column.key === subject.key || stampOf(column) !== undefined) continue;
    const standard = CLAIMS.find(([pattern]) => pattern.test(column.name))?.[1];
    const must = isRequired(column);
    if (column.key === key.key) {
      if (must && key.kind !== 'uuid' && key.kind !== 'text') return `nothing makes its ${key.key}`;
      continue;
    }
    const isReference = table.table.foreignKeys.some((one) => one.columns.includes(column.key));
    const isOther = column.secret || isReference || givesPower(column) || !CLAIMED.has(column.kind);
    if (must && isOther) return `${column.key} has to be given, and a token must not choose it`;
    if (isOther || (!must && !(standard && column.kind === 'text'))) continue;
    const claimName = standard ?? column.name;
    const claim = `claims[${quote(claimName)}]`;
    filled.push({
      key: column.key,
      property: column.property,
      claimName,
      claim:
        claimName === 'email' ? `claims['email_verified'] === false ? undefined : ${claim}` : claim,
    });
  }
  return filled;
}

/** What the templates need of the users table. */
export function externalUsersModel(users: ExternalUsers) {
  const { table, key, subject, email } = users;
  const filling = fillingOf(users);
  const profile = typeof filling === 'string' ? [] : filling;
  const row = rowKind(filling);
  const active = liveCondition({ ...table, reference: { ...table.reference, id: 'users' } });
  const { exportName } = table.table;
  const made = row === 'none' ? [] : madeFor(users);
  const isKey = subject.key === key.key;
  const { nobody } = keyCode(key) as KeyCode;
  return {
    profile,
    made,
    rowPartial: `users/row-${row}`,
    profilePartial: `users/claims-${row === 'profile' ? 'profile' : 'none'}`,
    profileReason: profile.some(({ claimName }) => claimName === 'email')
      ? ' An address that nobody verified is none.'
      : '',
    noRow: typeof filling === 'string' ? filling : '',
    braces: '{{',
    endBraces: '}}',
    importLines: [
      ...(made.join().includes('randomUUID') ? [`import { randomUUID } from 'node:crypto';`] : []),
      active
        ? `import { ${[...active.imports, 'type SQL'].join(', ')} } from 'drizzle-orm';`
        : `import type { SQL } from 'drizzle-orm';`,
      ...(row === 'profile' ? [`import { createInsertSchema } from 'drizzle-zod';`] : []),
      `import type { JWTPayload } from 'jose';`,
      `import { z } from 'zod';`,
      `import { ${exportName === 'users' ? 'users' : `${exportName} as users`} } from '../db/schema';`,
      ...(row === 'profile' ? [`import { profileOf } from './claims';`] : []),
    ].join('\n'),
    key: member('users', key.key),
    keyName: quote(key.key),
    idAsText: ['uuid', 'text'].includes(key.kind) ? 'userId' : 'String(userId)',
    subject: member('users', subject.key),
    subjectProperty: propertyName(subject.key),
    subjectText: subject.kind === 'uuid' ? 'z.guid()' : 'z.string().regex(/^[ -~]{1,255}$/)',
    active: active?.text ?? 'undefined',
    activeReason: active
      ? 'one whose row is marked as deleted may not.'
      : 'everybody may whose row is there. A column that marks rows as deleted would be asked here.',
    ...testModel(users, { isKey, row, nobody, email }),
    ...table.names,
  };
}

type RowKind = 'profile' | 'bare' | 'none';

function rowKind(filling: Filled[] | string): RowKind {
  if (typeof filling === 'string') return 'none';
  return filling.length > 0 ? 'profile' : 'bare';
}

/** What the service sets where neither the database nor the token does. */
function madeFor({ table, key, subject }: ExternalUsers): string[] {
  return table.columns.filter(isRequired).flatMap((column) => {
    if (column.key === subject.key) return [];
    const value = column.key === key.key ? 'randomUUID()' : stampOf(column);
    return value === undefined ? [] : [`${column.property}: ${value}`];
  });
}

function testModel(
  { table: { names }, subject }: ExternalUsers,
  given: { isKey: boolean; row: RowKind; nobody: string; email: ColumnModel | undefined },
) {
  const { isKey, row, nobody, email } = given;
  const usesRandom = nobody === 'randomUUID()' || !isKey;
  const fromUsers = [
    ...(row === 'profile' ? ['Profile'] : []),
    ...(isKey ? ['textOfUser'] : []),
    'type UserId',
    ...(isKey ? [] : ['userKey', 'users', 'userSubject']),
  ];
  const values = row === 'profile' ? `, ${names.camelOne}Values as rowValues` : '';
  return {
    nobody,
    testImports: [
      ...(usesRandom ? [`import { randomUUID } from 'node:crypto';`] : []),
      ...(isKey ? [] : [`import { eq } from 'drizzle-orm';`]),
      `import { ${fromUsers.join(', ')} } from '../../src/auth/users';`,
      `import type { Database } from '../../src/db/client';`,
      `import { create${names.pascal} as createRow${values} } from '../factories/${names.kebab}';`,
      ...(row === 'profile' ? [`import { jsonBody } from '../http';`] : []),
    ].join('\n'),
    emailParameter: email ? 'email' : '_email',
    rowEntries: [
      ...(email ? [email.property === 'email' ? 'email' : `${email.property}: email`] : []),
      ...(isKey ? [] : [`${subject.property}: randomUUID()`]),
    ].join(', '),
    subjectPartial: `users/test-subject-${isKey ? 'id' : 'column'}`,
    newcomerPartial: `users/test-newcomer-${row === 'profile' ? 'profile' : 'bare'}`,
    makesUsers: String(row !== 'none'),
  };
}
