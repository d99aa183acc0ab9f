import { expect, it } from 'vitest';
import { changerEntries, changerParts } from '../../../src/features/auth/changer-parts.ts';
import { type Users, usersOf } from '../../../src/features/auth/users.ts';
import { withAccess } from '../../../src/model/access/apply.ts';
import { accessPlan } from '../../../src/model/access/derive.ts';
import { serviceModel } from '../../../src/model/service.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';

/** A users table with these references to itself. */
function usersWith(...names: string[]): Users {
  const references = names.map((name): Column =>
    column(name, { kind: 'uuid', sqlType: 'uuid', notNull: false }),
  );
  const people = table('users', {
    columns: [column('email'), ...references],
    foreignKeys: names.map((name) => foreignKey([name], 'public.users')),
    uniqueKeys: [{ name: 'email', columns: ['email'], nullsNotDistinct: false }],
  });
  const service = serviceModel(schemaOf(people));
  const answers = { usersTable: '', emailColumn: '', roleColumn: '' };
  const choices = { access: [], publicRead: [], tenantsTable: '' };
  const plan = accessPlan(service, usersOf(service, answers), choices);
  return usersOf(withAccess(service, plan), answers) as Users;
}

it('who changes their own address is who changed their row last, where it says so', () => {
  const changed = usersWith('updatedBy', 'invitedBy');
  expect(changerEntries(changed)).toEqual({
    parameter: ', changer?: UserId',
    entries: ', updatedBy: changer',
  });
  const [call, proof] = changerParts(changed);
  expect(call?.text).toBe(', userId');
  expect(proof?.text).toContain('{ updatedBy: users.updatedBy }');
  expect(proof?.text).toContain('[{ updatedBy: userId }]');
});

it('a users table without such a column has no trace of it', () => {
  const plain = usersWith('invitedBy', 'managerId');
  expect(changerEntries(plain)).toEqual({ parameter: '', entries: '' });
  expect(changerParts(plain)).toEqual([]);
});
