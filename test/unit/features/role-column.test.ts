import { describe, expect, it } from 'vitest';
import {
  roleColumnModel,
  roleColumnOf,
  rolesModel,
} from '../../../src/features/auth/role-column.ts';
import { roleNotices, usersOf } from '../../../src/features/auth/users.ts';
import { withAccess } from '../../../src/model/access/apply.ts';
import { accessPlan } from '../../../src/model/access/derive.ts';
import { serviceModel, type TableModel } from '../../../src/model/service.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';

function users(...columns: Column[]): TableModel {
  const { tables } = serviceModel(schemaOf(table('users', { columns, primaryKey: ['id'] })));
  return tables[0] as TableModel;
}

const ofValues = (key: string, enumValues: string[], more: Partial<Column> = {}) =>
  column(key, { kind: 'enum', enumValues, ...more });

const yesOrNo = (key: string, more: Partial<Column> = {}) =>
  column(key, { kind: 'boolean', jsType: 'boolean', ...more });

const found = (...columns: Column[]) => {
  const role = roleColumnOf(users(...columns), '');
  return role && { key: role.column.key, admin: role.admin, everybody: role.everybody };
};

describe('the column of the users table that says who is an admin', () => {
  it.each([
    [ofValues('role', ['admin', 'user']), 'admin', 'user'],
    [ofValues('userRole', ['ADMIN', 'CUSTOMER', 'USER']), 'ADMIN', 'USER'],
    [ofValues('role', ['ADMIN', 'CASHIER', 'READONLY']), 'ADMIN', 'READONLY'],
    [
      ofValues('role', ['super_admin', 'author'], { defaultValue: 'author' }),
      'super_admin',
      'author',
    ],
    [column('role', { defaultValue: 'member' }), 'admin', 'member'],
    [yesOrNo('isAdmin'), 'admin', 'user'],
    [yesOrNo('is_superuser', { defaultValue: false }), 'admin', 'user'],
  ])('%#', (role, admin, everybody) => {
    expect(found(role)).toEqual({ key: role.key, admin, everybody });
  });

  it.each([
    ['has no value for admins', [ofValues('role', ['reader', 'user'])]],
    ['has none for newcomers', [ofValues('role', ['admin', 'editor'])]],
    ['makes everybody an admin', [yesOrNo('isAdmin', { defaultValue: true })]],
    ['may be a trade', [column('role')]],
    ['is that in something else', [ofValues('teamRole', ['admin', 'user'])]],
    [
      'stands beside a tenant, where it counts',
      [ofValues('role', ['admin', 'user']), column('organizationId')],
    ],
    ['is several', [ofValues('role', ['admin', 'user'], { arrayDimensions: 1 })]],
    ['is computed', [yesOrNo('isAdmin', { generatedAlways: true })]],
  ])('is none that %s', (_, columns) => {
    expect(found(...columns)).toBeUndefined();
  });

  it('can be named, or be none', () => {
    const both = users(ofValues('role', ['admin', 'user']), column('rank'));
    expect(roleColumnOf(both, 'rank')).toMatchObject({ column: { key: 'rank' }, admin: 'admin' });
    expect(roleColumnOf(both, 'none')).toBeUndefined();
    for (const name of ['id', 'grade']) {
      expect(() => roleColumnOf(both, name)).toThrow(
        expect.objectContaining({ code: 'AUTH_ROLE', hint: expect.stringContaining('none') }),
      );
    }
  });
});

describe('what says who is an admin', () => {
  const members = (...columns: Column[]) =>
    table('users', {
      columns: [column('email'), ...columns],
      primaryKey: ['id'],
      uniqueKeys: [{ name: 'users_email', columns: ['email'], nullsNotDistinct: false }],
    });

  it.each([
    ['rank', column('rank', { notNull: false })],
    ['rank', column('rank', { notNull: true })],
    ['', yesOrNo('isSuperUser', { defaultValue: false, default: 'sql' })],
  ])('is set by no client, whatever it is called: %s', (roleColumn, one) => {
    const service = serviceModel(schemaOf(members(one)));
    const people = usersOf(service, { usersTable: '', emailColumn: '', roleColumn });
    expect(people?.role?.column.key).toBe(one.key);
    const plan = accessPlan(service, people, { access: [], publicRead: [], tenantsTable: '' });
    const { columns } = withAccess(service, plan).tables[0] as TableModel;
    expect(columns.find(({ key }) => key === one.key)).toMatchObject({ inUpdate: false });
  });

  it.each([
    ['a text that may be a trade', [column('role', { notNull: false })]],
    [
      'beside a tenant',
      [
        ofValues('role', ['admin', 'user'], { notNull: false }),
        column('organizationId', { notNull: false }),
      ],
    ],
  ])('is named where it is not used: %s', (_, columns) => {
    const service = serviceModel(schemaOf(members(...columns)));
    const notices = roleNotices(service, { usersTable: '', emailColumn: '', roleColumn: '' });
    expect(notices).toEqual([
      { subject: 'users.role', message: expect.stringContaining('--role-column role') },
    ]);
    for (const roleColumn of ['role', 'none']) {
      expect(roleNotices(service, { usersTable: '', emailColumn: '', roleColumn })).toEqual([]);
    }
  });

  it('is not used where people belong to a row of another table: there it may count', () => {
    const stores = table('stores', { primaryKey: ['id'] });
    const staff = {
      ...members(
        ofValues('role', ['admin', 'user'], { notNull: false }),
        column('storeId', { notNull: false }),
      ),
      foreignKeys: [foreignKey(['storeId'], 'public.stores')],
    };
    const service = serviceModel(schemaOf(stores, staff));
    const choice = { usersTable: '', emailColumn: '', roleColumn: '' };
    expect(usersOf(service, choice)?.role).toBeUndefined();
    expect(usersOf(service, { ...choice, roleColumn: 'role' })?.role?.admin).toBe('admin');
    const own = { ...staff, foreignKeys: [foreignKey(['storeId'], 'public.users')] };
    expect(usersOf(serviceModel(schemaOf(own)), choice)?.role?.admin).toBe('admin');
  });
});

describe('as code', () => {
  const modelOf = (one: Column) => {
    const model = users(one);
    const role = roleColumnOf(model, one.key);
    if (!role) throw new Error(`${one.key} was not taken.`);
    return { ...roleColumnModel(role), ...rolesModel({ table: model, role }) };
  };

  it("an enum is read as text, and its values are the schema's", () => {
    expect(modelOf(ofValues('role', ['admin', 'user'], { notNull: true }))).toMatchObject({
      said: '${users.role}::text',
      change: 'role',
      roles: 'users.role.enumValues',
    });
  });

  it('nothing is what everybody is', () => {
    const nullable = ofValues('role', ['admin', 'user'], { notNull: false });
    expect(modelOf(nullable).said).toBe("coalesce(${users.role}::text, 'user')");
  });

  it('a yes is an admin', () => {
    expect(modelOf(yesOrNo('isAdmin'))).toMatchObject({
      said: "case when ${users.isAdmin} then 'admin' else 'user' end",
      change: "isAdmin: role === 'admin'",
    });
  });

  it("a type of the team's own has the same values", () => {
    const own = column('role', { defaultValue: 'member', hasOwnType: true });
    expect(modelOf(own)).toMatchObject({
      roles: "['member', 'admin'] as const",
      change: "role: role as Row['role']",
      rowType: expect.stringContaining('type Row'),
    });
  });
});
