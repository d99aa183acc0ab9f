import { member, propertyName, quote } from '../../code.ts';
import { type ColumnModel, isRequired } from '../../model/columns.ts';
import { givesPower } from '../../model/access/derive/power.ts';
import type { ExternalUsers } from './external-users.ts';
import { EMAIL, type KeyCode, keyCode, peopleModel, stampOf } from './people-table.ts';
import { refinementsOf } from './refinements.ts';

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
  const { key, subject, email } = users;
  const filling = fillingOf(users);
  const profile = typeof filling === 'string' ? [] : filling;
  const row = rowKind(filling);
  const { activeImport, tableImport, ...people } = peopleModel(users);
  const made = row === 'none' ? [] : madeFor(users);
  const isKey = subject.key === key.key;
  const { nobody } = keyCode(key, 'UserId') as KeyCode;
  const branded = users.table.columns.filter(
    (column) => column.hasOwnType && profile.some((one) => one.key === column.key),
  );
  return {
    profile,
    profileRefinements: refinementsOf(branded),
    rowType: branded.length > 0 ? 'type Row = typeof users.$inferInsert;' : '',
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
      activeImport,
      ...(row === 'profile' ? [`import { createInsertSchema } from 'drizzle-zod';`] : []),
      `import type { JWTPayload } from 'jose';`,
      `import { z } from 'zod';`,
      tableImport,
      ...(branded.length > 0 ? [`import { typed } from '../http/fields';`] : []),
      ...(row === 'profile' ? [`import { profileOf } from './claims';`] : []),
    ].join('\n'),
    subject: member('users', subject.key),
    subjectProperty: propertyName(subject.key),
    subjectValue:
      isKey && subject.hasOwnType ? 'subject as UserId' : typedValue('subject', subject),
    subjectText: subject.kind === 'uuid' ? 'z.guid()' : 'z.string().regex(/^[ -~]{1,255}$/)',
    ...testModel(users, { isKey, row, nobody, email }),
    ...people,
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
    const value = column.key === key.key ? madeKey(column) : stampOf(column);
    return value === undefined ? [] : [`${column.property}: ${value}`];
  });
}

const madeKey = ({ hasOwnType }: ColumnModel) =>
  hasOwnType ? 'randomUUID() as string as UserId' : 'randomUUID()';

/** A text as a value of the column, whatever `$type` that has. */
function typedValue(text: string, { key, hasOwnType }: ColumnModel): string {
  return hasOwnType ? `${text} as (typeof users.$inferSelect)[${quote(key)}]` : text;
}

function testModel(
  { table: { names }, subject }: ExternalUsers,
  about: { isKey: boolean; row: RowKind; nobody: string; email: ColumnModel | undefined },
) {
  const { isKey, row, nobody, email } = about;
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
      ...(email ? [emailEntry(email)] : []),
      ...(isKey ? [] : [`${subject.property}: ${given(subject, 'randomUUID()')}`]),
    ].join(', '),
    subjectPartial: `users/test-subject-${isKey ? 'id' : 'column'}`,
    newcomerPartial: `users/test-newcomer-${row === 'profile' ? 'profile' : 'bare'}`,
    makesUsers: String(row !== 'none'),
  };
}

function emailEntry(email: ColumnModel): string {
  const value = given(email, 'email');
  return email.property === value ? value : `${email.property}: ${value}`;
}

/** What a test gives for a column. */
const given = ({ hasOwnType }: ColumnModel, text: string) =>
  hasOwnType ? `${text} as never` : text;
