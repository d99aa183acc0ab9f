import { describe, expect, it } from 'vitest';
import { authBuiltIn } from '../../../src/features/auth/feature.ts';
import { usersOf } from '../../../src/features/auth/users.ts';
import { usersModel } from '../../../src/features/auth/users-model.ts';
import { serviceModel } from '../../../src/model/service.ts';
import { planService } from '../../../src/plan/service.ts';
import type { Column, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';

const kit = { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' };
const nothing = { usersTable: '', emailColumn: '', roleColumn: '' };

function people(name: string, columns: Column[] = [], more: Partial<Table> = {}): Table {
  return table(name, {
    columns: [column('email'), ...columns],
    primaryKey: ['id'],
    uniqueKeys: [{ name: `${name}_email`, columns: ['email'], nullsNotDistinct: false }],
    ...more,
  });
}

const found = (tables: Table[], choice = nothing) =>
  usersOf(serviceModel(schemaOf(...tables)), choice)?.table.table.name;

async function planned(
  auth: 'none' | 'built-in' | 'external',
  ...tables: Table[]
): Promise<Map<string, string>> {
  const answers = { name: 'notes', pm: 'npm' as const, auth };
  const { files } = await planService({ answers, schema: schemaOf(...tables), kit });
  return new Map(files.map(({ path, content }) => [path, content.toString()]));
}

it.each(['built-in', 'external'] as const)(
  'a users table that the schema has not is made by migrations: %s',
  async (auth) => {
    const line = "export { users } from '../auth/users';";
    const tables = async (...given: Table[]) =>
      (await planned(auth, ...given)).get('src/db/tables.ts');
    expect(await tables(table('notes'))).toContain(line);
    expect(await tables(people('users'))).not.toContain(line);
  },
);

it.each([
  ['built-in', ['AUTH_SECRET', 'AUTH_ISSUER', 'AUTH_APP_URL', 'MAIL_URL', 'MAIL_FROM']],
  ['external', ['AUTH_ISSUER', 'AUTH_AUDIENCE']],
] as const)('compose sets what production requires: %s', async (auth, variables) => {
  const compose = (await planned(auth, people('users'))).get('compose.yaml');
  for (const variable of variables)
    expect(compose).toMatch(new RegExp(`^      ${variable}: .`, 'm'));
  // Who applies migrations gets none of them, and owns what the service may not change.
  expect(compose?.split('  service:')[0]).not.toContain(variables[0]);
  expect(compose?.match(/DATABASE_URL: postgres:..(\w+)/g)).toEqual(
    ['owner', 'app'].map((role) => `DATABASE_URL: postgres://service_${role}`),
  );
  // A secret that stands in everybody's file is none.
  expect(compose).not.toMatch(/^ +\w*SECRET\w*: (?!\$\{\w+:-\}$)/m);
});

describe('the users table', () => {
  it('is the likeliest by its name that has a unique e-mail column, else one that is sure to hold people', () => {
    const shared = { uniqueKeys: [] };
    expect(found([people('customers'), people('user')])).toBe('user');
    expect(found([people('user', [], shared), people('members')])).toBe('members');
    expect(found([people('user', [], shared), people('accounts', [], shared)])).toBe('user');
    expect(found([people('accounts', [], shared), table('notes')])).toBeUndefined();
  });

  it('has as its address a unique column before others', () => {
    const unique = [{ name: 'u', columns: ['emailAddress'], nullsNotDistinct: false }];
    const users = people('users', [column('emailAddress')], { uniqueKeys: unique });
    expect(usersOf(serviceModel(schemaOf(users)), nothing)?.email.key).toBe('emailAddress');
  });

  it('has an address that is called mail, too', () => {
    const mail = [{ name: 'u', columns: ['mail'], nullsNotDistinct: false }];
    const members = table('members', {
      columns: [column('id'), column('mail')],
      primaryKey: ['id'],
      uniqueKeys: mail,
    });
    expect(usersOf(serviceModel(schemaOf(members)), nothing)?.email.key).toBe('mail');
  });

  it('can be named, with its column', () => {
    const unique = [{ name: 'u', columns: ['login'], nullsNotDistinct: false }];
    const staff = people('staff', [column('login')], { uniqueKeys: unique });
    const choice = { usersTable: 'staff', emailColumn: 'login', roleColumn: '' };
    expect(found([people('users'), staff], choice)).toBe('staff');
    const model = usersOf(serviceModel(schemaOf(staff)), choice);
    expect(model?.email.key).toBe('login');
  });

  it.each([
    ['without an e-mail column', table('users', { primaryKey: ['id'] })],
    ['with a key of two columns', people('users', [column('n')], { primaryKey: ['id', 'n'] })],
    ['that needs a secret', people('users', [column('apiKey')])],
    [
      'that needs a password of its own for each',
      people('users', [column('password')], {
        uniqueKeys: ['email', 'password'].map((key) => ({
          name: key,
          columns: [key],
          nullsNotDistinct: false,
        })),
      }),
    ],
    [
      'that needs a plan',
      people('users', [column('onPlan', { kind: 'boolean', jsType: 'boolean' })]),
    ],
    ['that needs a role', people('users', [column('role')])],
    ['that needs a time', people('users', [column('bornAt', { kind: 'date', jsType: 'Date' })])],
    [
      'that has to belong to something',
      people('users', [column('teamId')], {
        foreignKeys: [foreignKey(['teamId'], 'public.teams')],
      }),
    ],
  ])('is refused by name: one %s', (_, users) => {
    const choice = { usersTable: 'users', emailColumn: '', roleColumn: '' };
    expect(() => found([users], choice)).toThrow(
      expect.objectContaining({ code: 'AUTH_USERS', hint: expect.stringContaining('--auth none') }),
    );
  });

  it('may need a password, and a word about what is proved and granted: nobody is asked for them', () => {
    const yesOrNo = { kind: 'boolean', jsType: 'boolean' } as const;
    const columns = [
      column('passwordHash'),
      column('emailVerified', yesOrNo),
      column('isAdmin', yesOrNo),
    ];
    const users = usersOf(serviceModel(schemaOf(people('users', columns))), nothing);
    const model = users && usersModel(users);
    expect(model?.profile).toEqual([]);
    const made = model?.made.map((entry) => entry.replace(/^\/\/.*\n/, ''));
    for (const entry of ["passwordHash: '!'", 'emailVerified: false', 'isAdmin: false']) {
      expect(made).toContain(entry);
    }
  });

  const checked = (sql: string) =>
    people(
      'users',
      [
        column('passwordHash', { notNull: false }),
        column('googleId', { notNull: false }),
        column('kind', { default: 'sql', defaultValue: 'person' }),
        column('vat', { notNull: false }),
      ],
      { checks: [{ name: 'users_rule', sql }] },
    );

  it.each([
    ['"passwordHash" is not null or "googleId" is not null', true],
    ['("passwordHash" is null) <> ("googleId" is null)', true],
    ['length("passwordHash") > 0', false],
    [`"kind" <> 'company' or "vat" is not null`, false],
  ])('has a hash that is none where a check asks for one: %s', async (sql, isFilled) => {
    const made = (await planned('built-in', checked(sql))).get('src/auth/users.ts');
    expect(made).toContain('email');
    expect(made?.includes("passwordHash: '!'")).toBe(isFilled);
  });

  it.each([
    '"googleId" is not null',
    `"kind" = 'company'`,
    '"vat" is not null and "passwordHash" is not null',
  ])('is refused where a check refuses whoever registers: %s', async (sql) => {
    await expect(planned('built-in', checked(sql))).rejects.toThrow(
      expect.objectContaining({
        code: 'AUTH_USERS',
        message: expect.stringContaining('the check users_rule'),
      }),
    );
  });

  it.each([
    ['uuid', 'string', 'uuid(name)'],
    ['text', 'string', 'text(name)'],
    ['integer', 'number', 'integer(name)'],
    ['bigint', 'number', "bigint(name, { mode: 'number' })"],
    ['bigint', 'bigint', "bigint(name, { mode: 'bigint' })"],
  ] as const)('may have a key of %s (%s)', (kind, jsType, idColumn) => {
    const keyed = people('users', [column('key', { kind, jsType, default: 'sql' })], {
      primaryKey: ['key'],
    });
    const users = usersOf(serviceModel(schemaOf(keyed)), nothing);
    expect(users && usersModel(users)).toMatchObject({ idColumn });
  });
});

describe('a service', () => {
  it('without sign-in has no trace of it, and says so', async () => {
    const [without, all] = [
      await planned('none', people('users')),
      await planned('built-in', people('users')),
    ];
    const own = [...all.keys()].filter((path) => !without.has(path));
    expect(own.length).toBeGreaterThan(30);
    const { packages = [], scripts = {} } = authBuiltIn;
    for (const [path, text] of without) {
      const traces = [
        ...packages,
        ...Object.keys(scripts).map((name) => `"${name}"`),
        'AUTH_',
        '/auth',
      ];
      expect(
        traces.filter((trace) => text.includes(trace)).map((trace) => `${path}: ${trace}`),
      ).toEqual([]);
    }
    const open = 'may call every route';
    for (const path of ['README.md', 'src/server.ts']) {
      expect(without.get(path)).toContain(open);
      expect(all.get(path)).not.toContain(open);
    }
    expect(all.get('README.md')).toContain('Every route needs a signed-in caller');
    expect(all.get('README.md')).toContain('docs/access.md');
  });

  it.each([
    ['no e-mail column', table('users', { columns: [column('username')] }), 'Has no e-mail column'],
    [
      'a key that others make',
      people('users', [], { foreignKeys: [foreignKey(['id'], 'auth.users')] }),
      'Its key refers to auth.users',
    ],
  ])('whose users table has %s brings another beside it, and says so', async (_, users, reason) => {
    const files = await planned('built-in', users);
    expect(files.get('src/auth/users.ts')).toContain("pgTable('sign_in_users'");
    expect(files.get('src/db/tables.ts')).toContain(
      "export { users as signInUsers } from '../auth/users';",
    );
    const answers = { name: 'notes', pm: 'npm' as const, auth: 'built-in' as const };
    const { notices } = await planService({ answers, schema: schemaOf(users), kit });
    const said = notices.find(({ subject }) => subject === 'users')?.message;
    expect(said).toContain(reason);
    expect(said).toContain('sign_in_users');
  });

  it.each([
    ['an address that two may have', people('people', [], { uniqueKeys: [] }), 'people'],
    ['a name that says nothing of signing in', people('staff'), 'staff'],
    [
      'an address under a name of its own',
      table('members', { columns: [column('login_mail')] }),
      'members --email-column login_mail',
    ],
  ])('whose people have %s brings a table, and says how theirs is taken', async (_, one, flags) => {
    const notes = table('notes', {
      columns: [column('ownerId')],
      foreignKeys: [foreignKey(['ownerId'], one.id)],
    });
    const saidOf = async (auth: 'built-in' | 'external', ...tables: Table[]) => {
      const answers = { name: 'notes', pm: 'npm' as const, auth };
      const { notices } = await planService({ answers, schema: schemaOf(...tables), kit });
      return notices.find(({ message }) => message.includes('--users-table'))?.message;
    };
    expect(await saidOf('built-in', one, notes)).toContain(`\`--users-table ${flags}\``);
    // Nobody's row is theirs: a supplier, or whoever wants news.
    expect(await saidOf('built-in', people('suppliers'), table('notes'))).toBeUndefined();
    expect(await saidOf('built-in', people('users'), one, notes)).toBeUndefined();
    expect(await saidOf('external', people('users'), one, notes)).toBeUndefined();
  });

  it('is not signed in with a users table whose rows others make, even where it is named', () => {
    const profiles = people('users', [], { foreignKeys: [foreignKey(['id'], 'auth.users')] });
    expect(found([profiles])).toBeUndefined();
    expect(found([profiles, people('members')])).toBe('members');
    const named = { ...nothing, usersTable: 'users' };
    expect(() => found([profiles], named)).toThrow(/key that refers to auth.users/);
  });

  it('whose schema has no users brings its own', async () => {
    const files = await planned('built-in', table('notes', { columns: [column('text')] }));
    expect(files.get('src/auth/users.ts')).toContain("pgTable('users'");
  });

  it('makes rows of users under names that no table gives its factory', async () => {
    for (const name of ['users', 'rows', 'profiles']) {
      const answers = { name: 'n', pm: 'npm' as const, auth: 'built-in' as const };
      const schema = schemaOf(people(name));
      const { files } = await planService({
        answers: { ...answers, usersTable: name },
        schema,
        kit,
      });
      const text = String(files.find(({ path }) => path === 'test/auth/user.ts')?.content);
      expect(text).toMatch(/import \{ create\w+ as createRow, \w+Values as rowValues \}/);
    }
  });

  it.each([
    ['isActive', { notNull: true, defaultValue: true }, 'eq(users.isActive, true)'],
    ['banned', { notNull: true, defaultValue: false }, 'not(users.banned)'],
    ['banned', { notNull: false, default: 'none' }, 'sql`${users.banned} is not true`'],
  ] as const)('asks %s of users whether they may sign in: %j', async (key, more, condition) => {
    const standing = column(key, { kind: 'boolean', jsType: 'boolean', default: 'sql', ...more });
    const [files, external] = [
      await planned('built-in', people('users', [standing])),
      await planned('external', people('users', [standing])),
    ];
    for (const all of [files, external]) {
      expect(all.get('src/auth/users.ts')).toContain(`isActive: SQL | undefined = ${condition};`);
      expect(all.get('test/auth/kept-out.test.ts')).toContain(`['${key}', { ${key}: `);
    }
  });

  it('asks all that says so', async () => {
    const flag = { kind: 'boolean', jsType: 'boolean', default: 'sql' } as const;
    const columns = [
      column('isDeleted', flag),
      column('suspended', { ...flag, defaultValue: false }),
    ];
    const files = await planned('built-in', people('users', columns));
    expect(files.get('src/auth/users.ts')).toContain(
      'and(not(users.isDeleted), not(users.suspended))',
    );
  });

  it.each([
    ['deletedAt', { kind: 'timestamp', jsType: 'Date', notNull: false }, 'isNull(users.deletedAt)'],
    ['isDeleted', { kind: 'boolean', jsType: 'boolean' }, 'not(users.isDeleted)'],
  ] as const)(
    'asks %s of users whether they may sign in, and tests it',
    async (key, kind, condition) => {
      const deleted = column(key, { ...kind, default: 'sql' });
      const files = await planned('built-in', people('users', [deleted]));
      expect(files.get('src/auth/users.ts')).toContain(`isActive: SQL | undefined = ${condition};`);
      expect(files.get('test/auth/kept-out.test.ts')).toContain(`['${key}', { ${key}: `);
    },
  );

  it('asks nothing of users that are never marked as deleted', async () => {
    const files = await planned('built-in', people('users'));
    expect(files.get('src/auth/users.ts')).toContain('isActive: SQL | undefined = undefined;');
    expect([...files.keys()]).not.toContain('test/auth/kept-out.test.ts');
  });

  it('has rows of users in its tests where users are not served', async () => {
    const answers = {
      name: 'n',
      pm: 'npm' as const,
      auth: 'built-in' as const,
      skipTables: ['users'],
    };
    const schema = schemaOf(people('users'), table('notes', { columns: [column('text')] }));
    const { files } = await planService({ answers, schema, kit });
    expect(files.map(({ path }) => path)).toContain('test/factories/users.ts');
  });
});
