import { expect, it } from 'vitest';
import { withAccess } from '../../../../src/model/access/apply.ts';
import { accessLines } from '../../../../src/model/access/summary.ts';
import { accessPlan } from '../../../../src/model/access/derive.ts';
import { usersOf } from '../../../../src/features/auth/users.ts';
import { serviceModel } from '../../../../src/model/service.ts';
import { column, schemaOf, table } from '../../schema/helpers.ts';
import { having, to, users } from './plan.ts';

const role = column('role', { kind: 'enum', enumValues: ['admin', 'member'] });
const own = table('team_rows', { kind: 'view', columns: [column('teamId', { kind: 'uuid' })] });

const tables = [
  having('deals', [to('users', 'buyerId'), to('users', 'sellerId')]),
  users(),
  table('teams', { columns: [column('name')] }),
  having('members', [to('users', 'userId'), to('teams', 'teamId')], { columns: [role] }),
  having('orders', [to('users', 'userId')]),
  having('items', [to('orders', 'orderId')]),
  having('posts', [to('users', 'authorId')]),
  having('projects', [to('teams', 'teamId')]),
  having('tasks', [to('projects', 'projectId')]),
  having('api_keys', [to('teams', 'teamId')]),
  table('products', { columns: [column('name')] }),
  table('prices', { columns: [column('amount')] }),
  own,
];

function linesOf() {
  const service = serviceModel(schemaOf(...tables), {
    appendOnly: ['tasks'],
    readOnly: ['prices'],
  });
  const choices = { access: [], publicRead: ['products', 'posts'], tenantsTable: '' };
  const people = usersOf(service, { usersTable: '', emailColumn: '', roleColumn: '' });
  return accessLines(withAccess(service, accessPlan(service, people, choices)));
}

it('says for each resource whose rows they are and who may do what, what is closed last', () => {
  expect(linesOf().map(({ table: name, says }) => `${name}: ${says}`)).toEqual([
    'users: each user their own, admins add and remove',
    'teams: members of the team read, managers change and remove, admins add',
    'members: members of the team read (teamId), managers write',
    'orders: each user their own (userId)',
    'items: each user their own (through orderId)',
    'posts: anybody reads, each user writes their own (authorId)',
    'projects: members of the team (teamId), managers remove',
    'tasks: members of the team (through projectId)',
    'api_keys: members of the team read (teamId), managers write',
    'products: anybody reads, admins write',
    'prices: everybody who is signed in reads',
    'team_rows: members of the team read (teamId)',
    'deals: only admins: buyerId and sellerId may each be its owner',
  ]);
});

it('says what can be chosen for what is closed, and what can be done at all', () => {
  const lines = linesOf();
  expect(lines.at(-1)).toMatchObject({
    closed: true,
    choices: ['deals=owner:buyerId', 'deals=owner:sellerId'],
  });
  expect(lines.find((line) => line.table === 'tasks')?.who).toEqual({
    list: 'member',
    read: 'member',
    create: 'member',
  });
});
