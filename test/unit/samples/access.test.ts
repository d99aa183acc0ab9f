import { expect, it } from 'vitest';
import { usersOf } from '../../../src/features/auth/users.ts';
import { withAccess } from '../../../src/model/access/apply.ts';
import { accessPlan } from '../../../src/model/access/derive.ts';
import { factoryModel } from '../../../src/samples/factory.ts';
import { ownRow } from '../../../src/samples/access/own.ts';
import type { Rule } from '../../../src/samples/checks/rule.ts';
import { accessTestModel } from '../../../src/samples/access/test.ts';
import type { Table } from '../../../src/schema/table.ts';
import { having, to, unique, users } from '../model/access/plan.ts';
import { join, modelIn, serviceOf } from '../model/tables.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';

const role = column('role', { kind: 'enum', enumValues: ['admin', 'member'] });
const team = table('teams', { columns: [column('slug')], uniqueKeys: [unique('slug')] });
const membersWith = (more: object = {}) =>
  having('members', [to('users', 'userId?', more), to('teams', 'teamId')], { columns: [role] });

function serviceWith(tables: Table[]) {
  const service = serviceOf(tables);
  const people = usersOf(service, { usersTable: '', emailColumn: '', roleColumn: '' });
  const choices = { access: [], publicRead: [], tenantsTable: '' };
  return withAccess(service, accessPlan(service, people, choices));
}

function testOf(name: string, tables: Table[]) {
  const service = serviceWith(tables);
  return accessTestModel({ table: modelIn(service, name), service, checks: new Map() });
}

const lineOf = (lines: string[], who: string) =>
  lines.find((line) => line.startsWith(who))?.replace(/ +/g, ' ');

it("links a person's row with what is their tenant's, where they are a member", () => {
  const boards = having('boards', [to('teams', 'teamId')]);
  const favourites = join('favourites', ['users', 'boards']);
  const { links } = testOf('users', [users(), team, membersWith(), boards, favourites]);
  expect(lineOf(links[0]?.lines ?? [], 'owner')).toBe('owner row 204 204');
});

it.each([
  ['set null', '204'],
  ['cascade', '204'],
  ['restrict', '409'],
  [null, '409'],
])(
  'knows that a membership whose key says %s lets a person be deleted or not',
  (onDelete, says) => {
    const { lines } = testOf('users', [users(), team, membersWith({ onDelete })]);
    expect(lineOf(lines, 'admin')).toBe(`admin row 200 201 200 ${says}`);
  },
);

it('brings nothing along with a tenant that is known by another column than its key', () => {
  const plans = table('subscriptions', {
    columns: [column('team', { notNull: false })],
    foreignKeys: [{ ...foreignKey(['team'], 'public.teams'), targetColumns: ['slug'] }],
  });
  // A test knows of a tenant which it is, and no more.
  const { includes } = testOf('teams', [users(), team, membersWith(), plans]);
  expect(includes.map(({ row }) => row).join()).not.toContain('row.slug');
});

it('gives a row its tenant also where that may be empty and is no foreign key', () => {
  const teamId = column('teamId', { kind: 'uuid', sqlType: 'uuid', notNull: false });
  const service = serviceWith([
    users(),
    team,
    membersWith(),
    table('notes', { columns: [teamId] }),
  ]);
  const { settled } = factoryModel(modelIn(service, 'notes'), service, new Map());
  expect(settled.map(({ entry }) => entry).join()).toMatch(/^teamId: overrides\.teamId \?\? /);
  const id = column('id', { kind: 'bigint', jsType: 'number', default: 'sql' });
  const numbered = serviceWith([users(), { ...team, columns: [id] }, membersWith()]);
  const { values } = factoryModel(modelIn(numbered, 'teams'), numbered, new Map());
  expect(values.map(({ entry }) => entry).join()).not.toContain('id: ');
});

it('makes a row that two people share for one of them, where a check wants them to differ', () => {
  const friends = having('friendships', [to('users', 'requesterId'), to('users', 'addresseeId')]);
  const rule = {
    name: 'no_self',
    sql: '',
    columns: ['requesterId', 'addresseeId'],
    literals: [],
    isFollowed: true,
    required: [],
    expression: undefined,
  };
  const entriesWith = (rules: Rule[]) => {
    const service = serviceWith([users(), friends]);
    const reading = { hints: {}, filled: [], notUnderstood: [], rules };
    return ownRow(modelIn(service, 'friendships'), {
      service,
      checks: new Map([[friends.id, reading]]),
    })?.entries;
  };
  expect(entriesWith([])).toBe('requesterId: person.userId, addresseeId: person.userId');
  expect(entriesWith([rule])).toBe('requesterId: person.userId');
});
