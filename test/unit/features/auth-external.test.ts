import { describe, expect, it } from 'vitest';
import { externalUsersOf } from '../../../src/features/auth/external-users.ts';
import { externalUsersModel } from '../../../src/features/auth/external-users-model.ts';
import { serviceModel } from '../../../src/model/service.ts';
import { planService } from '../../../src/plan/service.ts';
import type { Column, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';

const kit = { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' };
const nothing = { usersTable: '', subjectColumn: '' };

const unique = (key: string) => ({ name: key, columns: [key], nullsNotDistinct: false });

function people(name: string, columns: Column[] = [], more: Partial<Table> = {}): Table {
  return table(name, { columns, primaryKey: ['id'], ...more });
}

function found(tables: Table[], choice = nothing) {
  const users = externalUsersOf(serviceModel(schemaOf(...tables)), choice);
  return users && `${users.table.table.name}.${users.subject.key}`;
}

const byText = (columns: Column[] = [], more: Partial<Table> = {}) =>
  people('users', [column('key', { kind: 'text' }), ...columns], { primaryKey: ['key'], ...more });

async function planned(...tables: Table[]): Promise<Map<string, string>> {
  const answers = { name: 'notes', pm: 'npm' as const, auth: 'external' as const };
  const { files } = await planService({ answers, schema: schemaOf(...tables), kit });
  return new Map(files.map(({ path, content }) => [path, content.toString()]));
}

describe('the subject of a token', () => {
  it('is the id of a user, where that is a text or a uuid', () => {
    expect(found([byText()])).toBe('users.key');
  });

  it.each(['sub', 'external_id', 'auth_id', 'clerk_user_id', 'auth0Id'])(
    'stands in %s, whatever the id is',
    (name) => {
      expect(found([byText([column(name)], { uniqueKeys: [unique(name)] })])).toBe(`users.${name}`);
    },
  );

  it('stands where a person says', () => {
    const users = byText([column('login')], { uniqueKeys: [unique('login')] });
    expect(found([users], { usersTable: 'users', subjectColumn: 'login' })).toBe('users.login');
  });

  it.each([
    ['two rows could have', byText([column('sub')]), ''],
    ['is not there', byText(), 'login'],
    [
      'no number can hold',
      people('users', [column('key', { kind: 'integer', jsType: 'number' })], {
        primaryKey: ['key'],
      }),
      '',
    ],
  ])('is refused in a column that %s', (_, users, subjectColumn) => {
    expect(() => found([users], { usersTable: '', subjectColumn })).toThrow(
      expect.objectContaining({
        code: 'AUTH_USERS',
        hint: expect.stringContaining('--subject-column'),
      }),
    );
  });
});

describe('the row of somebody new', () => {
  const model = (users: Table) => {
    const of = externalUsersOf(serviceModel(schemaOf(users)), nothing);
    return of && externalUsersModel(of);
  };

  it('is made of claims', () => {
    const id = column('id', { default: 'runtime' });
    const users = people('users', [id, column('email'), column('team_name')]);
    expect(model(users)?.profile.map(({ key, claimName }) => [key, claimName])).toEqual([
      ['email', 'email'],
      ['team_name', 'team_name'],
    ]);
  });

  it('has the types that its columns have of their own', () => {
    const own = { hasOwnType: true };
    const id = column('id', { kind: 'uuid', sqlType: 'uuid', ...own });
    const byId = model({
      ...people('users', [column('email', own)]),
      columns: [id, column('email', own)],
    });
    expect(byId).toMatchObject({
      subjectValue: 'subject as UserId',
      profileRefinements: expect.stringContaining(
        "email: (schema) => typed<NonNullable<Row['email']>>",
      ),
      rowEntries: 'email: email as never',
    });
    const sub = column('sub', own);
    const bySub = { ...people('users', [], { uniqueKeys: [unique('sub')] }), columns: [id, sub] };
    expect(model(bySub)).toMatchObject({
      subjectValue: "subject as (typeof users.$inferSelect)['sub']",
      made: ['id: randomUUID() as string as UserId'],
      rowEntries: 'sub: randomUUID() as never',
    });
  });

  it('is not, where it needs what nobody chooses for themselves', () => {
    for (const name of ['role', 'passwordHash']) {
      expect(model(byText([column(name)]))?.rowPartial, name).toBe('users/row-none');
    }
    const foreignKeys = [foreignKey(['teamId'], 'public.teams')];
    expect(model(byText([column('teamId')], { foreignKeys }))?.rowPartial).toBe('users/row-none');
  });
});

describe('a service that checks tokens', () => {
  it('has nothing of accounts', async () => {
    const files = await planned(byText());
    const packages = JSON.parse(files.get('package.json') ?? '').dependencies;
    expect(packages).toHaveProperty('jose');
    for (const name of ['@node-rs/argon2', 'nodemailer', 'rate-limiter-flexible']) {
      expect(packages).not.toHaveProperty([name]);
    }
    const text = [...files].filter(([path]) => !path.startsWith('package')).join('\n');
    for (const trace of ['AUTH_SECRET', 'MAIL_', 'sign_in_', '/v1/auth']) {
      expect(text).not.toContain(trace);
    }
  });

  it('says where subjects have to be uuids, since many providers have none', async () => {
    const byUuid = people('users', [column('key', { kind: 'uuid', sqlType: 'uuid' })], {
      primaryKey: ['key'],
    });
    const saidOf = async (users: Table) => {
      const answers = { name: 'notes', pm: 'npm' as const, auth: 'external' as const };
      const { notices } = await planService({ answers, schema: schemaOf(users), kit });
      return notices.find(({ message }) => message.includes('--subject-column'));
    };
    expect(await saidOf(byUuid)).toMatchObject({ subject: 'users.key' });
    expect(await saidOf(byText())).toBeUndefined();
    const sub = { ...byUuid, columns: [...byUuid.columns, column('sub')] };
    expect(await saidOf({ ...sub, uniqueKeys: [unique('sub')] })).toBeUndefined();
  });

  it('says which table may be that of its people, where it brings one', async () => {
    const staff = people('staff', [column('id'), column('email')]);
    const notes = table('notes', {
      columns: [column('ownerId')],
      foreignKeys: [foreignKey(['ownerId'], staff.id)],
    });
    const answers = { name: 'notes', pm: 'npm' as const, auth: 'external' as const };
    const { notices } = await planService({ answers, schema: schemaOf(staff, notes), kit });
    expect(notices.map(({ message }) => message).join()).toContain('`--users-table staff`');
  });

  it('brings a table of users where the schema has none', async () => {
    const files = await planned(table('notes', { columns: [column('text')] }));
    expect(files.get('src/auth/users.ts')).toContain("pgTable('users'");
    expect(files.get('src/db/tables.ts')).toContain("export { users } from '../auth/users'");
  });
});
