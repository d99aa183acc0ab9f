import { expect, it } from 'vitest';
import { typedColumns } from '../../../src/schema/typed-columns.ts';
import { column, table } from './helpers.ts';

/** The keys of columns with a `$type` in the table `things`, of which all keys are given. */
function typed(content: string, keys: string[], more = {}): string[] {
  const things = { ...table('things', more), columns: keys.map((key) => column(key)) };
  return [...(typedColumns([{ path: 'index.ts', content }], [things]).get('public.things') ?? [])];
}

it.each<[string, string, string[]]>([
  [
    'anywhere in the calls',
    "t('things', { a: text('a').notNull().$type<A>().default(x), b: text() })",
    ['a'],
  ],
  ['of a key in quotes', "t('things', { 'a': text().$type<A>(), b: text() })", ['a']],
  [
    'in what a function returns',
    "t('things', (c) => ({ a: c.text().$type<A>(), b: c.text() }))",
    ['a'],
  ],
  [
    'behind a name in a template, and in a block',
    't(`things`, (c) => { return { a: c.text().$type<A>() }; })',
    ['a'],
  ],
  [
    'in a text or a comment, which is none',
    "t('things', { a: text('a').default('.$type<A>()'), /* b: text().$type<B>() */ b: text() })",
    [],
  ],
  [
    'of another table with a column of that name',
    "t('others', { a: text().$type<A>() }); t('things', { a: text() });",
    [],
  ],
  [
    'in what is spread into the table',
    "const shared = { b: text().$type<B>() }; t('things', { a: text(), ...shared });",
    ['b'],
  ],
  [
    'in columns that a function or a variable has, and not by a like key of another table',
    "t('others', { b: text().$type<B>() }); const made = () => ({ a: text().$type<A>(), b: text() }); t('things', made());",
    ['a'],
  ],
  [
    'in a table, and not in an enum that is called like it',
    "pgEnum('things', list); t('things', { a: text().$type<A>() });",
    ['a'],
  ],
  [
    'in columns that come from elsewhere, by the key',
    "t('others', { b: text().$type<B>() }); t('things', made());",
    ['b'],
  ],
  [
    'in a variable, and in what a function makes',
    "const state = text().$type<A>(); function mode() { return text().$type<B>(); } t('things', { a: state, b: mode().notNull() });",
    ['a', 'b'],
  ],
])('a $type is found %s', (_, source, expected) => {
  expect(typed(source, ['a', 'b'])).toEqual(expected);
});

it('takes no $type for one that says any, but in JSON, which nothing else describes', () => {
  const source =
    "type Day = any; t('things', { a: integer().$type<any>(), b: text().$type<Day>().notNull(), c: text().$type<Other>() });";
  expect(typed(source, ['a', 'b', 'c'])).toEqual(['c']);
  const json = { ...table('things'), columns: [column('a', { kind: 'json' })] };
  const files = [{ path: 'index.ts', content: "t('things', { a: jsonb().$type<any>() });" }];
  expect([...(typedColumns(files, [json]).get('public.things') ?? [])]).toEqual(['a']);
});

it('knows a table by the name it has without the prefix of all', () => {
  const source = "t('things', { a: text().$type<A>() }); t('x_things', { a: text() });";
  expect(typed(source, ['a'], { name: 'x_things', prefix: 'x_' })).toEqual(['a']);
});

it.each([
  ["pgEnum('role', Object.values(Role) as [Role, ...Role[]])", ['role']],
  ["pgEnum('role', [Role.Owner, Role.User])", ['role']],
  ["app.enum('role', enumValues(Role))", ['role']],
  ["pgEnum('role', ['owner', 'user'])", []],
  ["pgEnum('role', ROLES)", []],
  ["const ROLES = ['owner', 'user'] as const; pgEnum('role', ROLES)", []],
  ["export const ROLES = [Role.Owner, Role.User] as const; pgEnum('role', ROLES)", ['role']],
  ["const ROLES = Object.values(Role); pgEnum('role', lib.ROLES)", ['role']],
  ["pgEnum('role', [...Object.values(Role)])", ['role']],
  [
    "const STATES = [State.A]; pgTable('things', { state: text('state', { enum: STATES }) })",
    ['state'],
  ],
  [
    "pgTable('things', { state: text('state', { enum: Object.values(State) as [State] }).notNull() })",
    ['state'],
  ],
  ["pgTable('things', { state: text('state', { enum: ['a'] }) })", []],
])(
  'suspects a type where an enum of TypeScript may be behind the values: %s',
  (content, expected) => {
    const columns = [
      column('role', { kind: 'enum', sqlType: 'role', enumValues: ['owner', 'user'] }),
      column('state', { kind: 'enum', sqlType: 'text', enumValues: ['a'] }),
    ];
    const things = { ...table('things'), columns };
    const found = typedColumns([{ path: 'schema.ts', content }], [things]);
    expect([...(found.get('public.things') ?? [])]).toEqual(expected);
  },
);
