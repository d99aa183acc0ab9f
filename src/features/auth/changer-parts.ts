import { member } from '../../code.ts';
import type { ColumnModel } from '../../model/columns.ts';
import type { Part } from '../feature.ts';
import type { Users } from './users.ts';

/** The columns of the users table that say who changed a row last. */
function changersOf({ table: { access, columns } }: Users): ColumnModel[] {
  return columns.filter(({ key }) => access?.stamps.update.includes(key));
}

/** Where somebody changes their own address: that it was them stands in their row, where it has a place for it. */
export function changerParts(users: Users): readonly Part[] {
  const changers = changersOf(users);
  if (changers.length === 0) return [];
  const [selected, expected] = [
    changers.map(({ key, property }) => `${property}: ${member('users', key)}`),
    changers.map(({ property }) => `${property}: userId`),
  ];
  return [
    {
      path: 'src/auth/accounts.ts',
      at: { after: 'await tx.update(users).set(emailChange(email' },
      text: ', userId',
    },
    {
      path: 'test/auth/email-change.test.ts',
      at: { after: 'expect(await row).toEqual([{ email: next }]);\n' },
      text: `    // Who changed it is who confirmed it.
    const changers = t.db.select({ ${selected.join(', ')} }).from(users).where(eq(userKey, userId));
    expect(await changers).toEqual([{ ${expected.join(', ')} }]);
`,
    },
  ];
}

/** How the change of an address says who made it. */
export function changerEntries(users: Users): { parameter: string; entries: string } {
  const changers = changersOf(users);
  if (changers.length === 0) return { parameter: '', entries: '' };
  return {
    parameter: ', changer?: UserId',
    entries: changers.map(({ property }) => `, ${property}: changer`).join(''),
  };
}
