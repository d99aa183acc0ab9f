import { describe, expect, it } from 'vitest';
import {
  roleColumnModel,
  roleColumnOf,
  rolesModel,
} from '../../../src/features/auth/role-column.ts';
import { serviceModel, type TableModel } from '../../../src/model/service.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column, schemaOf, table } from '../schema/helpers.ts';

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
