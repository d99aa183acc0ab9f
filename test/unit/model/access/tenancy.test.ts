import { describe, expect, it } from 'vitest';
import { withAccess } from '../../../../src/model/access/apply.ts';
import { serviceModel } from '../../../../src/model/service.ts';
import { triersOf } from '../../../../src/samples/access/expected.ts';
import type { Column, Table } from '../../../../src/schema/table.ts';
import { column, schemaOf, table } from '../../schema/helpers.ts';
import {
  accessIn,
  cascade,
  having,
  planOf,
  to,
  unique,
  users,
  whose,
  whoseLast,
  words,
} from './plan.ts';

const role = column('role', { kind: 'enum', enumValues: ['owner', 'admin', 'member'] });

/** A tenants table, and one that joins people to it. */
function tenants(name: string, columns: Column[] = [role], more: Partial<Table> = {}): Table[] {
  const one = name.replace(/s$/, '');
  const members = having(`${one}Members`, [to('users', 'userId'), to(name, `${one}Id`)], {
    columns,
    uniqueKeys: [unique('userId', `${one}Id`)],
    ...more,
  });
  return [table(name), members];
}

const teams = [users(), ...tenants('teams')];

describe('tenants', () => {
  it('stand where people are members of what is called like one', () => {
    expect(planOf(teams).tenancy).toEqual({
      table: 'public.teams',
      key: 'id',
      memberships: {
        table: 'public.teamMembers',
        userColumn: 'userId',
        tenantColumn: 'teamId',
        role: { column: 'role', managers: ['owner', 'admin'] },
      },
    });
  });

  it.each(['organizations', 'orgs', 'companies', 'tenants', 'workspaces', 'accounts'])(
    'may be %s',
    (name) => {
      const members = having('memberships', [to('users', 'userId'), to(name, 'ofId')]);
      expect(planOf([users(), table(name), members]).tenancy?.table).toBe(`public.${name}`);
    },
  );

  it.each([
    ['usersToTeams', true],
    ['teamUsers', true],
    ['userTeams', true],
    ['members', true],
    ['userTeamSettings', false],
    ['teamInvitations', false],
    ['teamFollowers', false],
  ])('have members in %s: %s', (name, isThat) => {
    const members = having(name, [to('users', 'userId'), to('teams', 'teamId')]);
    const named = { ...members, name: name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`) };
    expect(planOf([users(), table('teams'), named]).tenancy !== null).toBe(isThat);
  });

  it('are the largest that there are, and it is said so; or the ones that are named', () => {
    const both = [...teams, ...tenants('workspaces')];
    const plan = planOf(both);
    expect(plan.tenancy?.table).toBe('public.workspaces');
    expect(plan.notices[0]?.message).toContain('--tenants-table');
    expect(planOf(both, { tenantsTable: 'teams' }).tenancy?.table).toBe('public.teams');
  });

  it('may be called anything where they are named', () => {
    const projects = [users(), ...tenants('projects')];
    expect(planOf(projects).tenancy).toBeNull();
    expect(planOf(projects, { tenantsTable: 'projects' }).tenancy?.table).toBe('public.projects');
  });

  it.each([
    [['userId', 'teamId'], true],
    [['userId'], false],
  ])('have members who may be in others, where %j are unique: %s', (columns, isTried) => {
    const notes = having('notes', [to('teams', 'teamId')]);
    const more = { uniqueKeys: [unique(...columns)] };
    const tables = [users(), ...tenants('teams', [role], more), notes];
    const service = withAccess(serviceModel(schemaOf(...tables)), planOf(tables));
    const model = service.tables.find(({ table: { name } }) => name === 'notes');
    if (!model) throw new Error('no notes');
    expect(triersOf(model, service).includes('managerElsewhere')).toBe(isTried);
  });

  it('are known without a unique pair, and it is said what may happen then', () => {
    const loose = [users(), ...tenants('teams', [role], { uniqueKeys: [] })];
    expect(planOf(loose).tenancy).not.toBeNull();
    expect(planOf(loose).notices[0]?.message).toContain('twice');
    expect(planOf(teams).notices).toEqual([]);
  });

  it.each([
    [[], null],
    [[column('role')], { column: 'role', managers: ['owner', 'admin'] }],
    [[column('role', { kind: 'enum', enumValues: ['editor', 'viewer'] })], null],
    [
      [column('memberRole', { kind: 'enum', enumValues: ['org:admin', 'OWNER', 'guest'] })],
      { column: 'memberRole', managers: ['org:admin', 'OWNER'] },
    ],
  ])('have a role of members in %j: %j', (columns, expected) => {
    const plan = planOf([users(), ...tenants('teams', columns)]);
    expect(plan.tenancy?.memberships.role).toEqual(expected);
  });

  it.each([
    ['users', /is the table of people/],
    ['notes', /has no members/],
    ['pairs', /no primary key of one column/],
  ])('can not be %s', (name, message) => {
    const tables = [...teams, table('notes'), table('pairs', { primaryKey: ['id', 'createdAt'] })];
    expect(() => planOf(tables, { tenantsTable: name })).toThrow(
      expect.objectContaining({ code: 'TENANTS_TABLE', message: expect.stringMatching(message) }),
    );
  });
});

describe('a row of a tenant', () => {
  it('is read and written by members, and removed by who manages', () => {
    const plan = planOf([...teams, having('notes', [to('teams', 'teamId')])]);
    expect(whose(plan, 'notes')).toBe('tenant teamId');
    expect(words(plan, 'notes')).toBe('member member member member manager');
    expect(accessIn(plan, 'notes').locked).toEqual(['teamId']);
  });

  it('is removed by members where all are alike', () => {
    const alike = [users(), ...tenants('teams', []), having('notes', [to('teams', 'teamId')])];
    expect(words(planOf(alike), 'notes')).toBe('member member member member member');
    expect(words(planOf(alike), 'teams')).toBe('member member admin admin admin');
  });

  it("is so before it is anybody's own, by a column or through its parent", () => {
    const notes = having('notes', [to('users', 'userId'), to('teams', 'teamId?')]);
    expect(whoseLast([...teams, notes])).toBe('tenant teamId');
    const comments = having('comments', [to('users', 'userId'), to('notes', 'noteId')]);
    const plan = planOf([...teams, notes, comments]);
    expect(whose(plan, 'comments')).toBe('tenant by parent noteId');
    expect(words(plan, 'comments')).toBe('member member member member member');
  });

  it("is each person's own where its name says so", () => {
    const own = having('notifications', [to('users', 'userId'), to('teams', 'teamId')]);
    expect(whoseLast([...teams, own])).toBe('owner userId');
    const made = having('settings', [to('users', 'createdBy'), to('teams', 'teamId')]);
    expect(whoseLast([...teams, made])).toBe('tenant teamId');
  });

  it('is found by name and type where there is no foreign key', () => {
    const loose = (key: string, kind: Column['kind']) =>
      table('notes', { columns: [column(key, { kind })] });
    expect(whoseLast([...teams, loose('teamId', 'uuid')])).toBe('tenant teamId');
    expect(whoseLast([...teams, loose('teamId', 'text')])).toBe('closed');
    expect(whoseLast([...teams, loose('activeTeamId', 'uuid')])).toBe('nobody');
  });

  it("of another kind than the one with members is not everybody's to read, nor what refers to it", () => {
    const workspaces = [...teams, table('workspaces')];
    expect(whose(planOf(workspaces), 'workspaces')).toBe('closed');
    const boards = having('boards', [to('workspaces', 'workspaceId')]);
    expect(whoseLast([...workspaces, boards])).toBe('closed');
    expect(whoseLast([...workspaces, boards, having('cards', [to('boards', 'boardId')])])).toBe(
      'closed',
    );
    const loose = table('events', { columns: [column('workspaceId', { kind: 'text' })] });
    expect(whoseLast([...workspaces, loose])).toBe('closed');
    const open = { access: ['boards=signed-in'] };
    expect(whose(planOf([...workspaces, boards], open), 'boards')).toBe('nobody');
  });

  it('is not of the tenant that somebody looks at now, nor of one of two', () => {
    const passing = having('notes', [to('users', 'userId'), to('teams', 'currentTeamId')]);
    expect(whoseLast([...teams, passing])).toBe('owner userId');
    const two = [to('teams', 'sellingId'), to('teams', 'buyingId')];
    expect(whoseLast([...teams, having('deals', two)])).toBe('closed');
    expect(whoseLast([...teams, having('deals', [...two, to('teams', 'teamId')])])).toBe(
      'tenant teamId',
    );
  });

  it.each([
    ['auditLogs', [], 'member member admin admin admin'],
    ['subscriptions', [], 'member member admin admin admin'],
    ['walletTransactions', [], 'member member admin admin admin'],
    ['loyaltyBalances', [], 'member member admin admin admin'],
    ['giftCards', [], 'member member admin admin admin'],
    ['paymentIntents', [], 'member member admin admin admin'],
    ['environmentVariables', [], 'member member manager manager manager'],
    ['salaries', [], 'manager manager manager manager manager'],
    ['employees', [], 'member member manager manager manager'],
    ['staff', [], 'member member manager manager manager'],
    ['grades', [], 'member member manager manager manager'],
    ['invitations', [], 'member member manager manager manager'],
    ['apiKeys', [], 'member member manager manager manager'],
    ['teamInviteLinks', [], 'member member manager manager manager'],
    ['joinCodes', [], 'member member manager manager manager'],
    ['integrationConnections', [], 'member member manager manager manager'],
    ['teamRoles', [], 'member member manager manager manager'],
    ['roles', [], 'member member manager manager manager'],
    ['grants', [column('permissions', { kind: 'json' })], 'member member manager manager manager'],
    [
      'previews',
      [column('requirePermissions', { kind: 'boolean' })],
      'member member member member manager',
    ],
    ['grants', [role], 'member member manager manager manager'],
    [
      'messages',
      [column('role', { kind: 'enum', enumValues: ['user', 'assistant'] })],
      'member member member member manager',
    ],
  ])('of %s is written by those who may: %j', (name, columns, expected) => {
    const own = having(name, [to('teams', 'teamId')], { columns });
    const snake = { ...own, name: name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`) };
    expect(words(planOf([...teams, snake]), name)).toBe(expected);
  });

  it('that is a part of another is written by who may change that', () => {
    const keys = having('api_keys', [to('teams', 'teamId')]);
    const plan = planOf([...teams, keys, having('uses', [to('api_keys', 'keyId', cascade)])]);
    expect(words(plan, 'uses')).toBe('member member manager manager manager');
  });
});

describe('tenants and their members', () => {
  it('are seen by members, and changed by who manages', () => {
    const plan = planOf(teams);
    expect(words(plan, 'teams')).toBe('member member admin manager manager');
    expect(words(plan, 'teamMembers')).toBe('member member manager manager manager');
    expect(whose(plan, 'teams')).toBe('tenant id');
    expect(whose(plan, 'teamMembers')).toBe('tenant teamId');
  });

  it('do not set what they pay for', () => {
    const columns = [column('name'), column('planName', { notNull: false }), column('status')];
    const [, members] = tenants('teams') as [Table, Table];
    const plan = planOf([users(), table('teams', { columns }), members]);
    expect(accessIn(plan, 'teams')).toMatchObject({ locked: ['planName'], fixed: ['status'] });
  });

  it('do not say how far they are trusted, nor what they pay of a sale', () => {
    const flag = { kind: 'boolean', jsType: 'boolean', default: 'sql' } as const;
    const number = { kind: 'integer', jsType: 'number', default: 'sql' } as const;
    const flags = ['canRunAuctions', 'autoApproveListings'];
    const numbers = ['commissionBps', 'platformFeePercent', 'trustScore', 'strikes'];
    const theirs = [column('canBeContacted', flag), column('score', number), column('name')];
    const columns = [
      ...flags.map((key) => column(key, flag)),
      ...numbers.map((key) => column(key, number)),
      ...theirs,
    ];
    const [, members] = tenants('teams') as [Table, Table];
    const plan = planOf([users(), table('teams', { columns }), members]);
    expect(accessIn(plan, 'teams').locked).toEqual([...flags, ...numbers]);
  });
});
