import { describe, expect, it } from 'vitest';
import { resourcesOf, type Choice } from '../../../src/model/service.ts';
import type { Table } from '../../../src/schema/table.ts';
import { column, table } from '../schema/helpers.ts';
import { child, join, modelIn, serviceOf } from './tables.ts';

const roles = (tables: Table[], choice?: Choice) =>
  Object.fromEntries(serviceOf(tables, choice).tables.map((one) => [one.table.name, one.role]));

const tagged = [table('posts'), table('tags'), join('postTags', ['posts', 'tags'])];

describe('what a table becomes', () => {
  it.each<[string, Table[], Choice, object]>([
    ['a resource', [table('posts')], {}, { posts: 'resource' }],
    ['links, when it only joins two others', tagged, {}, { postTags: 'link' }],
    [
      'a resource after all, when it is asked for',
      tagged,
      { resources: ['postTags'] },
      { postTags: 'resource' },
    ],
    [
      'nothing, when it is not among the chosen',
      tagged,
      { tables: ['posts'] },
      { posts: 'resource', tags: 'none', postTags: 'none' },
    ],
    ['nothing, when it is skipped', [table('posts')], { skipTables: ['posts'] }, { posts: 'none' }],
    [
      'a resource, when one of the sides of its links is none',
      tagged,
      { skipTables: ['tags'] },
      { postTags: 'resource' },
    ],
    [
      'resources, when two join tables join the same two others',
      [...tagged, join('tagPosts', ['tags', 'posts'])],
      {},
      { postTags: 'resource', tagPosts: 'resource' },
    ],
    [
      'links as before, when another one joins the same two',
      [...tagged, join('alsoTags', ['posts', 'tags'])],
      { links: ['public.postTags'] },
      { postTags: 'link', alsoTags: 'resource' },
    ],
    [
      'a resource, when a join table says more',
      [table('posts'), table('tags'), join('postTags', ['posts', 'tags'], [column('note')])],
      {},
      { postTags: 'resource' },
    ],
    [
      'a resource, when it joins a table with itself',
      [table('posts'), join('postPosts', ['posts', 'posts'])],
      {},
      { postPosts: 'resource' },
    ],
    ['only a list without a key', [table('logs', { primaryKey: [] })], {}, { logs: 'list-only' }],
    [
      'only a list as a view',
      [table('totals', { kind: 'view', primaryKey: [] })],
      {},
      { totals: 'list-only' },
    ],
    ...(
      [
        ['a list', { arrayDimensions: 1 }],
        ['a document', { kind: 'json' }],
        ['a point', { kind: 'geometry' }],
        ['an object of a custom type', { kind: 'custom', customSample: { a: 1 } }],
      ] as const
    ).map(([what, more]): [string, Table[], Choice, object] => [
      `only a list, when its key is ${what}`,
      [{ ...table('ways'), columns: [column('steps', more)], primaryKey: ['steps'] }],
      {},
      { ways: 'list-only' },
    ]),
    [
      'only a list, when its key is never sent',
      [{ ...table('links'), columns: [column('token')], primaryKey: ['token'] }],
      {},
      { links: 'list-only' },
    ],
  ])('%s', (_, tables, choice, expected) => {
    expect(roles(tables, choice)).toMatchObject(expected);
  });

  it('is named in any way that a person may name a table', () => {
    const items = table('orderItems', { name: 'order_items', id: 'public.order_items' });
    for (const name of ['orderItems', 'order_items', 'public.order_items', 'order-items']) {
      expect(roles([items, table('orders')], { tables: [name] })).toEqual({
        order_items: 'resource',
        orders: 'none',
      });
    }
  });

  it('is the one that is called so, where the name of another only reads so', () => {
    const order = table('order', { name: 'orders', id: 'public.orders' });
    const orders = table('orders', { name: 'all_orders', id: 'public.all_orders' });
    const both = [orders, order];
    expect(roles(both, { tables: ['orders'] })).toEqual({ orders: 'resource', all_orders: 'none' });
    expect(roles(both, { skipTables: ['orders'] })).toEqual({
      orders: 'none',
      all_orders: 'resource',
    });
    expect(roles(both, { skipTables: ['public.all_orders'] })).toMatchObject({
      orders: 'resource',
    });
  });

  it('has no part in the service when nothing exports it', () => {
    expect(serviceOf([table('hidden', { exportName: null })]).tables).toEqual([]);
  });

  it('keeps the order of the schema', () => {
    const service = serviceOf([...tagged, table('authors')]);
    expect(resourcesOf(service).map((one) => one.table.name)).toEqual(['posts', 'tags', 'authors']);
  });
});

describe('the key of a resource', () => {
  const unique = { name: 'u', nullsNotDistinct: false };
  it.each<[string, Partial<Table>, string[]]>([
    ['is the primary key', { primaryKey: ['id'] }, ['id']],
    [
      'is else a unique key that can not be NULL',
      {
        primaryKey: [],
        columns: [column('slug', { notNull: false }), column('code')],
        uniqueKeys: [
          { ...unique, columns: ['slug'] },
          { ...unique, columns: ['code'] },
        ],
      },
      ['code'],
    ],
  ])('%s', (_, given, key) => {
    expect(modelIn(serviceOf([table('things', given)]), 'things').key).toEqual(key);
  });
});

describe('what a person must know', () => {
  it('is said of tables and columns that are served differently', () => {
    const { notices } = serviceOf([
      table('logs', { primaryKey: [] }),
      table('users', {
        columns: [
          column('passwordHash', { notNull: false }),
          column('deletedAt', { kind: 'timestamp', jsType: 'Date', notNull: false }),
          column('embedding', { kind: 'vector', sqlType: 'vector(3)' }),
          column('shape', { kind: 'custom', sqlType: 'shape', notNull: false }),
        ],
      }),
    ]);
    expect(notices.map(({ subject }) => subject)).toEqual([
      'logs',
      'users.passwordHash',
      'users.deletedAt',
      'users.embedding',
      'users.shape',
    ]);
  });

  it('is not said of tables that are not served', () => {
    const users = table('users', { columns: [column('passwordHash')] });
    expect(serviceOf([users], { skipTables: ['users'] }).notices).toEqual([]);
  });

  it('tells which filters a wide view does without', () => {
    const many = Array.from({ length: 40 }, (_, at) => column(`extra${at}`));
    const wide = table('things', { columns: many, kind: 'view', primaryKey: [] });
    const { notices } = serviceOf([wide]);
    expect(notices).toMatchObject([{ subject: 'things' }, { subject: 'things' }]);
    expect(notices[1]?.message).toMatch(
      /not by id, extra0, .*extra3 and 38 more\. .*things\.schemas\.ts/,
    );
    expect(serviceOf([wide], { skipTables: ['things'] }).notices).toEqual([]);
  });
});

describe('it refuses', () => {
  it('a table that there is not', () => {
    expect(() => serviceOf([table('posts')], { tables: ['post', 'tags'] })).toThrow(/called tags/);
    expect(() => serviceOf([table('posts')], { skipTables: ['tags'] })).toThrow(/called tags/);
  });

  it('nobody a name that only a table without routes has', () => {
    const both = [table('order'), table('orders')];
    expect(modelIn(serviceOf(both), 'order').names.kebab).toBe('order');
    expect(roles(both, { skipTables: ['public.order'] })).toEqual({
      order: 'none',
      orders: 'resource',
    });
    // Its factory may be needed all the same.
    const service = serviceOf(both, { skipTables: ['public.order'] });
    expect(modelIn(service, 'order').names.kebab).toBe('unserved-orders');
    expect(modelIn(service, 'orders').names.kebab).toBe('orders');
  });
});

it('takes the value of a column for one of many only where its own type says all', () => {
  const columns = [column('state', { hasOwnType: true }), column('plain')];
  const json = column('meta', { kind: 'json' });
  const service = serviceOf([table('things', { columns: [...columns, json] })]);
  expect(modelIn(service, 'things').typed).toEqual(['state', 'meta']);
});

it('does not let a child go without the parent that its rows need', () => {
  const service = serviceOf([table('posts'), child('comments', ['posts'])], {
    tables: ['comments'],
  });
  expect(modelIn(service, 'posts').role).toBe('none');
});
