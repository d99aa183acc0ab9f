import { describe, expect, it } from 'vitest';
import { nameTables } from '../../../src/model/naming.ts';
import type { Table } from '../../../src/schema/table.ts';
import { table } from '../schema/helpers.ts';

/** A table of this export, and of this name in the database. */
const tableOf = (
  exportName: string | null,
  name = exportName ?? '',
  more: Partial<Table> = {},
): Table => ({ ...table(exportName ?? name), exportName, name, id: `public.${name}`, ...more });

const namesOf = (tables: Table[], paths: Record<string, string> = {}) => {
  const byId = new Map(Object.entries(paths).map(([name, path]) => [`public.${name}`, path]));
  const { names, notices } = nameTables({
    tables,
    isServed: () => true,
    paths: byId,
    isOurs: () => false,
  });
  return {
    all: tables.map(({ id }) => names.get(id)),
    paths: tables.map(({ id }) => names.get(id)?.kebab),
    notices: notices.map(({ subject, message }) => `${subject}: ${message}`),
  };
};

describe('two tables of one name', () => {
  it('are called after their names in the database, and it is said', () => {
    const { paths, notices } = namesOf([
      tableOf('user', 'better_auth_user'),
      tableOf('users', 'users'),
    ]);
    expect(paths).toEqual(['better-auth-users', 'users']);
    expect(notices).toEqual([
      'user: Would be served at /v1/users like public.users, so it is at /v1/better-auth-users. --path user=<path> decides otherwise.',
    ]);
  });

  it('are told apart where only code would call both alike, and that is said', () => {
    const { paths, notices } = namesOf([
      tableOf('order2'),
      tableOf('order_2Table', 'order_2_table'),
    ]);
    expect(paths).toEqual(['order2s', 'order-2-tables']);
    expect(notices).toEqual([
      'order_2Table: Code would call its rows like those of public.order2, so it is at /v1/order-2-tables. --path order_2Table=<path> decides otherwise.',
    ]);
  });

  it('are not alike where one has an s behind a line', () => {
    const { paths, notices } = namesOf([tableOf('orders'), tableOf('orderS', 'order_s')]);
    expect(paths).toEqual(['orders', 'order-s']);
    expect(notices).toEqual([]);
  });

  it.each<[string, Table[], string[]]>([
    ['spelling', [tableOf('user'), tableOf('users')], ['user', 'users']],
    [
      'schema',
      [tableOf('authUsers', 'users', { schema: 'auth', id: 'auth.users' }), tableOf('auth_users')],
      ['users', 'auth-users'],
    ],
    ['suffix', [tableOf('users'), tableOf('usersTable', 'users_table')], ['users', 'users-tables']],
    ['capitals', [tableOf('Users'), tableOf('users')], ['users-2', 'users']],
    ['digits', [tableOf('order2'), tableOf('order_2')], ['order2s', 'order-2s']],
    [
      'kind',
      [tableOf('usersView', 'users_view', { kind: 'view' }), tableOf('user')],
      ['users-views', 'users'],
    ],
    // Who would have the name anyway keeps it.
    [
      'another table',
      [tableOf('user', 'members'), tableOf('users'), tableOf('member', 'people')],
      ['user', 'users', 'members'],
    ],
  ])('are told apart by %s', (_, tables, expected) => {
    const { all, paths } = namesOf(tables);
    expect(paths).toEqual(expected);
    for (const form of ['kebab', 'camelOne', 'pascal'] as const) {
      expect(new Set(all.map((names) => names?.[form])).size).toBe(tables.length);
    }
  });

  it('share no schema of the description', () => {
    const { all } = namesOf([tableOf('orders'), tableOf('order_create'), tableOf('order_input')]);
    expect(all.map((names) => names?.pascal)).toEqual(['Order', 'OrderCreateRow', 'OrderInputRow']);
  });

  it('are numbered where nothing tells them apart', () => {
    const { all, paths, notices } = namesOf(
      ['a-b', 'a_b', 'aB', 'A b'].map((name) => tableOf(name)),
    );
    expect(paths).toEqual(['a-bs', 'a-b', 'a-bs-2', 'a-bs-3']);
    expect(new Set(all.map((names) => names?.pascal)).size).toBe(4);
    expect(notices.at(-1)).toMatch(
      /^A b: Would be served at \/v1\/a-bs like .* it is at \/v1\/a-bs-3\./,
    );
  });
});

describe('a path that was chosen', () => {
  it('names the resource, and nobody else gets it', () => {
    const { all, notices } = namesOf([tableOf('user'), tableOf('users')], { user: 'members' });
    expect(all[0]).toMatchObject({ kebab: 'members', camelOne: 'member', pascal: 'Member' });
    expect(all[1]).toMatchObject({ kebab: 'users', camelOne: 'user' });
    expect(notices).toEqual([]);
    expect(namesOf([tableOf('user'), tableOf('users')], { users: 'user' }).paths).toEqual([
      'users',
      'user',
    ]);
  });

  it('gives what the table had without a choice, so that a service keeps its names', () => {
    const tables = [tableOf('user'), tableOf('users'), tableOf('data'), tableOf('statuses')];
    const { all, paths } = namesOf(tables);
    const known = Object.fromEntries(tables.map(({ name }, i) => [name, paths[i] ?? '']));
    expect(namesOf(tables, known).all).toEqual(all);
  });

  it('is as it was written, be it one or many', () => {
    expect(namesOf([tableOf('users')], { users: 'staff-member' }).all[0]).toMatchObject({
      kebab: 'staff-member',
      camelOne: 'staffMember',
      camel: 'staffMember',
    });
  });

  it('is refused when it is taken', () => {
    const paths = { user: 'people', users: 'people' };
    expect(() => namesOf([tableOf('user'), tableOf('users')], paths)).toThrow(
      'would both be served at /v1/people',
    );
  });
});

it('code calls a row something else where its own names are taken', () => {
  const tables = [tableOf('databases')];
  const isOurs = (name: string) => name === 'createDatabase';
  const isServed = () => true;
  const { names, notices } = nameTables({ tables, isServed, paths: new Map(), isOurs });
  expect(names.get('public.databases')).toMatchObject({
    kebab: 'databases',
    pascal: 'DatabaseRow',
  });
  expect(notices).toEqual([]);
});

it('a name of signs alone is no path', () => {
  expect(() => namesOf([tableOf('$')])).toThrow(
    'The table $ has neither a letter nor a digit in its name',
  );
  expect(namesOf([tableOf('$', 'notes')]).paths).toEqual(['notes']);
  expect(namesOf([tableOf('$')], { $: 'notes' }).paths).toEqual(['notes']);
});
