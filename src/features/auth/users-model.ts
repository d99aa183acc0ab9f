import { member, quote } from '../../code.ts';
import { type ColumnModel, isRequired } from '../../model/columns.ts';
import type { CheckReading } from '../../samples/checks/reading.ts';
import { passwordsForChecks } from './person-checks.ts';
import { type KeyCode, keyCode, peopleModel } from './people-table.ts';
import { changerEntries } from './changer-parts.ts';
import { refinementsOf } from './refinements.ts';
import { roleEntry } from './role-column.ts';
import { isPassword, madeOf, type Users } from './users.ts';

/**
 * What the templates need of the users table.
 *
 * @param checked of its checks
 * @throws KitError AUTH_USERS when one of them refuses everybody who registers
 */
export function usersModel(users: Users, checked?: CheckReading) {
  const { key, email, role, profile } = users;
  const made = madeFor(users, passwordsForChecks(users, checked));
  const branded = profile.filter(({ hasOwnType }) => hasOwnType);
  const { builder, column, text, nobody } = keyCode(key, 'UserId') as KeyCode;
  const { activeImport, tableImport, ...people } = peopleModel(users);
  return {
    made,
    importLines: [
      ...(made.join().includes('randomUUID') ? [`import { randomUUID } from 'node:crypto';`] : []),
      activeImport,
      `import { ${builder} } from 'drizzle-orm/pg-core';`,
      `import { createInsertSchema } from 'drizzle-zod';`,
      `import { z } from 'zod';`,
      tableImport,
      ...(branded.length > 0 ? [`import { typed } from '../http/fields';`] : []),
      ...(made.join().includes('EVERYBODY') ? [`import { EVERYBODY } from './roles';`] : []),
    ].join('\n'),
    idColumn: column,
    idText: text,
    nobody,
    idImport:
      nobody === 'randomUUID()'
        ? `import { randomUUID } from 'node:crypto';
`
        : '',
    email: member('users', email.key),
    newRow: role ? `{ ...emailChange(email), ...roleChange(EVERYBODY) }` : 'emailChange(email)',
    roleImports: role
      ? `import { EVERYBODY } from '../../src/auth/roles';\nimport { roleChange } from '../../src/auth/user-role';\n`
      : '',
    emailEntry: entryOf(email),
    changer: changerEntries(users),
    rowType: [email, ...branded].some(({ hasOwnType }) => hasOwnType)
      ? 'type Row = typeof users.$inferInsert;'
      : '',
    profileRefinements: refinementsOf(branded),
    profile: profile.map(({ property }) => property),
    ...people,
  };
}

function entryOf({ key, property, hasOwnType }: ColumnModel): string {
  if (hasOwnType) return `${property}: email as Row[${quote(key)}]`;
  return property === 'email' ? 'email' : `${property}: email`;
}

/** What the service sets where neither the database nor whoever registers does. */
function madeFor({ table, role }: Users, passwords: readonly ColumnModel[]): string[] {
  const isMade = (column: ColumnModel) => isRequired(column) || passwords.includes(column);
  const made = table.columns.filter(isMade).flatMap((column) => {
    if (column.key === role?.column.key) return [];
    const isKey = table.table.primaryKey.includes(column.key);
    const id = column.hasOwnType ? 'randomUUID() as string as UserId' : 'randomUUID()';
    const value = isKey ? id : madeOf(column, table.table);
    const why = isPassword(column)
      ? `// No hash is that: sign-in keeps passwords in a table of its own.\n`
      : '';
    return value === undefined ? [] : [`${why}${column.property}: ${value}`];
  });
  // Said even where the column has a default: nobody registers as an admin because somebody changed it.
  return role ? [...made, roleEntry(role, 'EVERYBODY')] : made;
}
