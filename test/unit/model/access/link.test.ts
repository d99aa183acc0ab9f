import { describe, expect, it } from 'vitest';
import { withAccess } from '../../../../src/model/access/apply.ts';
import { accessPlan } from '../../../../src/model/access/derive.ts';
import { linkModel } from '../../../../src/model/link.ts';
import { linksOf } from '../../../../src/model/relations.ts';
import { serviceModel } from '../../../../src/model/service.ts';
import type { Table } from '../../../../src/schema/table.ts';
import { usersOf } from '../../../../src/features/auth/users.ts';
import { column, schemaOf, table } from '../../schema/helpers.ts';
import { join, modelIn } from '../tables.ts';
import { users } from './plan.ts';

/** What adding to a row of the first table asks for, where everybody reads the rows of the other. */
function linkingAsks(owner: Table, other: string, name: string): string {
  const tables = [owner, table(other), join(name, [owner.name, other])];
  const service = serviceModel(schemaOf(...tables));
  const people = usersOf(service, { usersTable: '', emailColumn: '', roleColumn: '' });
  const access = [`${other}=signed-in`];
  const plan = accessPlan(service, people, { access, publicRead: [], tenantsTable: '' });
  const shaped = withAccess(service, plan);
  const resource = modelIn(shaped, owner.name);
  const [link] = linksOf(resource, shaped);
  if (!link) throw new Error('no link');
  const model = linkModel(resource, link);
  // Its routes declare what its queries ask for.
  expect(model.access?.ownerUpdate).toContain(
    `(${/access: (.*), $/.exec(model.declares.update)?.[1]})`,
  );
  return model.declares.update;
}

describe('who changes a row', () => {
  it('adds to it what they may read', () => {
    expect(linkingAsks(users(), 'courses', 'userCourses')).toBe('access: userPolicy.update, ');
  });

  it.each([
    ['roles', 'user_roles'],
    ['permissions', 'granted'],
    ['groups', 'group_members'],
    ['badges', 'user_badges'],
    ['papers', 'exam_grades'],
  ])('does not add what they may do: %s by %s', (other, name) => {
    expect(linkingAsks(users(), other, name)).toBe('access: admins, ');
  });

  it('adds it where only admins change the row', () => {
    expect(
      linkingAsks(table('roles', { columns: [column('title')] }), 'permissions', 'rolePermissions'),
    ).toBe('access: rolePolicy.update, ');
  });
});
