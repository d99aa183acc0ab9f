import { describe, expect, it } from 'vitest';
import { accessProblem } from '../../../../src/model/access/derive/choice-form.ts';
import { column, foreignKey, table } from '../../schema/helpers.ts';
import { having, planOf, to, unique, users, whose, whoseLast, words } from './plan.ts';

const members = having('teamMembers', [to('users', 'userId'), to('teams', 'teamId')], {
  uniqueKeys: [unique('userId', 'teamId')],
});
const orders = having('orders', [to('users', 'buyerId'), to('users', 'sellerId')]);
const items = having('items', [to('orders', 'orderId?')], { columns: [column('name')] });
const all = [users(), table('teams'), members, orders, items];

const chosen = (...access: string[]) => planOf(all, { access });

describe('whose rows are', () => {
  it.each([
    ['orders=owner:buyerId', 'owner buyerId'],
    ['public.orders=owner:sellerId', 'owner sellerId'],
    ['orders=admin', 'closed'],
    ['orders=signed-in', 'nobody'],
  ])('can be said: %s', (choice, expected) => {
    expect(whose(chosen(choice), 'orders')).toBe(expected);
  });

  it('can be said of a parent, which may be missing then', () => {
    const plan = chosen('orders=owner:buyerId', 'items=parent:orderId');
    expect(whose(plan, 'items')).toBe('owner by parent orderId');
    expect(plan.closed).toEqual([]);
  });

  it('can be said of a tenant, by a column without a foreign key, too', () => {
    const loose = table('notes', { columns: [column('ofTeam', { kind: 'uuid' })] });
    const access = ['notes=tenant:ofTeam'];
    expect(whoseLast([...all, loose], { access })).toBe('tenant ofTeam');
  });

  const salaries = having('salaries', [to('users', 'userId'), to('teams', 'teamId')], {});
  it.each([
    ['salaries=owner:userId', 'owner owner admin admin admin'],
    ['salaries=owner:userId:write', 'owner owner owner owner owner'],
    ['salaries=owner:userId:read', 'owner owner admin admin admin'],
    ['orders=owner:buyerId:read', 'owner owner admin admin admin'],
    ['orders=owner:buyerId:write', 'owner owner owner owner owner'],
    ['salaries=tenant:teamId', 'admin admin admin admin admin'],
    ['salaries=tenant:teamId:read', 'member member admin admin admin'],
    ['salaries=tenant:teamId:write', 'member member member member member'],
  ])('is also what they may do where that is said: %s', (choice, expected) => {
    const plan = planOf([...all, salaries], { access: [choice] });
    expect(words(plan, choice.split('=')[0] ?? '')).toBe(expected);
  });

  it('says nothing of what a part of a row is written by but whose that is', () => {
    const access = ['orders=owner:buyerId:read', 'items=parent:orderId'];
    expect(words(planOf(all, { access }), 'items')).toBe('owner owner admin admin admin');
    const written = ['orders=owner:buyerId', 'items=parent:orderId:read'];
    expect(words(planOf(all, { access: written }), 'items')).toBe('owner owner admin admin admin');
  });

  it('can be said of a column that leads somewhere only together with others', () => {
    const within = (key: string, target: string) => ({
      ...foreignKey([key, 'number'], `public.${target}`),
      targetColumns: [key, 'number'],
    });
    const uuid = { kind: 'uuid' } as const;
    const invoices = having('invoices', [to('users', 'ownerId'), to('teams', 'teamId')]);
    const reminders = having('reminders', [], {
      columns: [column('ownerId', uuid), column('teamId', uuid), column('number')],
      foreignKeys: [within('ownerId', 'invoices'), within('teamId', 'invoices')],
    });
    const access = ['reminders=owner:ownerId'];
    expect(whoseLast([...all, invoices, reminders], { access })).toBe('owner ownerId');
    // A tenant is called so.
    expect(whoseLast([...all, invoices, reminders])).toBe('tenant teamId');
  });

  it('is not asked for again where it was said', () => {
    expect(planOf(all).closed.map(({ table: { name } }) => name)).toEqual(['orders', 'items']);
    expect(chosen('orders=admin', 'items=signed-in').closed).toEqual([]);
  });

  it.each([
    ['orders', /not <table>=<who>/],
    ['orders=owner', /not <table>=<who>/],
    ['orders=everybody', /not <table>=<who>/],
    ['items=parent:orderId:write', /written by who changes what it is a part of/],
    ['orders=admin:write', /not <table>=<who>/],
    ['users=owner:id:write', /follows from what it is to sign-in/],
    ['teams=tenant:id:read', /follows from what it is to sign-in/],
    ['orders=owner:buyer', /orders has no such column/],
    ['items=owner:orderId', /does not refer to users/],
    ['items=owner:id', /does not refer to users/],
    ['items=tenant:orderId', /does not refer to teams/],
    ['items=parent:name', /no reference to another table/],
    ['items=parent:orderId', /nobody's itself/],
  ])('is refused as %s', (choice, message) => {
    expect(() => chosen(choice)).toThrow(
      expect.objectContaining({ code: 'INVALID_ACCESS', message: expect.stringMatching(message) }),
    );
  });

  it('is refused where it goes round in a circle, or is said twice', () => {
    const a = having('a', [to('b', 'bId')]);
    const b = having('b', [to('a', 'aId')]);
    const circle = { access: ['a=parent:bId', 'b=parent:aId'] };
    expect(() => planOf([users(), a, b], circle)).toThrow(/belong to itself/);
    expect(() => chosen('orders=admin', 'public.orders=admin')).toThrow(/twice/);
    expect(accessProblem(['a=admin', 'a=signed-in'])).toContain('twice');
    expect(accessProblem(['a=admin', 'b=signed-in'])).toBeUndefined();
  });

  it('is refused of a table that is not there, and of owners where there are no people', () => {
    expect(() => chosen('order=admin')).not.toThrow();
    expect(() => chosen('ordres=admin')).toThrow(/no table called ordres/);
    const access = ['notes=owner:userId'];
    const notes = table('notes', { columns: [column('userId')] });
    expect(() => planOf([notes], { access })).toThrow(/no table of people/);
    expect(() => planOf([notes], { access: ['notes=tenant:userId'] })).toThrow(/none with members/);
  });
});

describe('what anybody reads', () => {
  it('is said for each table, and opens nothing else', () => {
    const posts = having('posts', [to('users', 'authorId')]);
    const parts = having('parts', [to('posts', 'postId')]);
    const plan = planOf([users(), posts, parts], { publicRead: ['posts'] });
    expect(words(plan, 'posts')).toBe('public public owner owner owner');
    expect(words(plan, 'parts')).toBe('owner owner owner owner owner');
  });

  it('is no table that has no routes of its own', () => {
    const join = having('postTags', [to('posts', 'postId'), to('tags', 'tagId')]);
    const link = { ...join, columns: join.columns.slice(1, 3), primaryKey: ['postId', 'tagId'] };
    const tables = [users(), table('posts'), table('tags'), link];
    expect(() => planOf(tables, { publicRead: ['postTags'] })).toThrow(/only joins two tables/);
  });
});
