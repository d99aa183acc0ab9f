import { relations, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  customType,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  type PgPolicyConfig,
  pgSchema,
  pgTable,
  pgTableCreator,
  pgView,
  primaryKey,
  serial,
  text,
  uuid,
  vector as pgVector,
} from 'drizzle-orm/pg-core';
import { sqliteTable, text as sqliteText } from 'drizzle-orm/sqlite-core';
import { describe, expect, test } from 'vitest';
import { readSchema } from '../../../src/schema/read.ts';
import type { Schema } from '../../../src/schema/table.ts';
import { columnOf, messages, tableOf } from './helpers.ts';

const read = (exports: Record<string, unknown>, casing: Schema['casing'] = null) =>
  readSchema([{ file: '/schema.ts', exports }], casing);

const users = pgTable('users', { id: serial('id').primaryKey() });

describe('exports', () => {
  test('one table under several names is one table, named like itself', () => {
    const orders = pgTable('orders', { id: serial('id').primaryKey() });
    const { tables } = read({ default: orders, all: orders, ordersTable: orders, zz: orders });
    expect(tables.map(({ exportName }) => exportName)).toEqual(['ordersTable']);
    expect(read({ ordersTable: orders, orders }).tables[0]?.exportName).toBe('orders');
  });

  test('a table that is defined twice keeps its first definition and gets a notice', () => {
    const stub = pgTable('users', { id: integer('id') });
    const result = read({ a: users, b: stub });
    expect(result.tables).toHaveLength(1);
    expect(messages(result)).toContain('defined twice, as a and as b');
  });

  test('tables of another dialect are told apart from no tables at all', () => {
    const notes = sqliteTable('notes', { id: sqliteText('id') });
    expect(read({ notes }).otherDialects).toEqual(['SQLite']);
    expect(read({ notes: {} }).otherDialects).toEqual([]);
  });

  test('other exports are no matter: functions, proxies, primitives', () => {
    const proxy = new Proxy({}, { get: () => undefined });
    expect(read({ users, proxy, f: () => users, n: null, s: 'x', o: {} }).tables).toHaveLength(1);
  });
});

describe('prefix', () => {
  const create = pgTableCreator((name) => `shop_${name}`);
  const column = () => ({ id: serial('id').primaryKey() });

  test('is what the table creator added', () => {
    const { tables } = read({ orders: create('orders', column()), tags: create('tags', column()) });
    expect(tables.map(({ prefix }) => prefix)).toEqual(['shop_', 'shop_']);
  });

  test('is found without a creator when the exports lack it', () => {
    const one = { orders: pgTable('app_orders', column()), tags: pgTable('app_tags', column()) };
    expect(read(one).tables[0]?.prefix).toBe('app_');
    expect(read({ orders: one.orders }).tables[0]?.prefix).toBe('');
  });

  test('is none when the exports carry it, or a table lacks it', () => {
    const roles = pgTable('user_roles', column());
    const notes = pgTable('user_notes', column());
    expect(read({ userRoles: roles, userNotes: notes }).tables[0]?.prefix).toBe('');
    expect(read({ orders: create('orders', column()), users }).tables[0]?.prefix).toBe('');
  });
});

describe('casing', () => {
  const posts = pgTable('posts', {
    id: serial().primaryKey(),
    authorId: integer().references(() => users.id),
    shortURL: text('short_link').unique(),
  });

  test('names columns without a name, and the constraints over them', () => {
    const table = tableOf(read({ posts, users }, 'snake_case'), 'public.posts');
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'author_id', 'short_link']);
    expect(table.foreignKeys[0]?.name).toBe('posts_author_id_users_id_fk');
  });

  test('without it keys are names, and the reader counts them', () => {
    const result = read({ posts, users });
    expect(columnOf(tableOf(result, 'public.posts'), 'authorId').name).toBe('authorId');
    expect(result.unnamedColumns).toBe(2);
  });
});

describe('keys', () => {
  test('composite keys refer to columns by key, in order', () => {
    const versions = pgTable(
      'versions',
      { docId: uuid('doc_id'), number: integer('no') },
      (table) => [primaryKey({ columns: [table.number, table.docId] })],
    );
    const notes = pgTable('notes', { a: uuid('doc'), b: integer('version') }, (table) => [
      foreignKey({
        columns: [table.b, table.a],
        foreignColumns: [versions.number, versions.docId],
      }),
    ]);
    const result = read({ versions, notes });
    expect(tableOf(result, 'public.versions')).toMatchObject({ primaryKey: ['number', 'docId'] });
    expect(columnOf(tableOf(result, 'public.versions'), 'docId').notNull).toBe(true);
    expect(tableOf(result, 'public.notes').foreignKeys).toMatchObject([
      { columns: ['b', 'a'], targetColumns: ['number', 'docId'], targetTable: 'public.versions' },
    ]);
  });

  test('a foreign key that is said twice counts once', () => {
    const posts = pgTable(
      'posts',
      { userId: integer('user_id').references(() => users.id) },
      (table) => [foreignKey({ columns: [table.userId], foreignColumns: [users.id] })],
    );
    expect(tableOf(read({ posts, users }), 'public.posts').foreignKeys).toHaveLength(1);
  });

  test('the older form of extra config, an object, is read too', () => {
    const old = pgTable('old', { at: integer('at') }, (table) => ({
      byAt: index('by_at').on(table.at),
    }));
    expect(read({ old }).tables[0]?.indexes).toMatchObject([{ name: 'by_at', columns: ['at'] }]);
  });

  test('an index has a name where drizzle-kit makes one, and the columns whose operators it lacks', () => {
    const pages = pgTable(
      'pages',
      { title: text('title'), place: pgVector('place', { dimensions: 3 }) },
      (table) => [
        index().on(table.title),
        index().on(table.title, sql`lower(${table.title})`),
        index('near').using('hnsw', table.place),
        index('nearest').using('hnsw', table.place.op('vector_l2_ops')),
      ],
    );
    const { indexes } = tableOf(read({ pages }), 'public.pages');
    expect(indexes.map(({ name, unclassed }) => [name, unclassed])).toEqual([
      ['pages_title_index', undefined],
      ['', undefined],
      ['near', ['place']],
      ['nearest', undefined],
    ]);
  });

  test('a reference into nothing becomes a notice', () => {
    const missing = {} as { id: AnyPgColumn };
    const posts = pgTable('posts', { userId: integer('user_id').references(() => missing.id) });
    const result = read({ posts });
    expect(result.tables[0]?.foreignKeys).toEqual([]);
    expect(messages(result)).toContain('points at a table that is not there');
  });

  test('a reference of a column to itself becomes a notice: each row keeps it', () => {
    const pulled = pgTable('pulled', { id: integer().primaryKey(), upper: integer() }, (table) => [
      foreignKey({ columns: [table.id], foreignColumns: [table.id], name: 'pulled_id_fkey' }),
      foreignKey({ columns: [table.upper], foreignColumns: [table.id] }),
    ]);
    const result = read({ pulled });
    expect(result.tables[0]?.foreignKeys).toMatchObject([{ columns: ['upper'] }]);
    expect(messages(result)).toContain('from a column to itself');
  });

  test.each<[string, PgPolicyConfig[], boolean]>([
    ['without a policy', [], true],
    ['for one role', [{ for: 'select', to: 'service_role', using: sql`true` }], true],
    ['of own rows', [{ for: 'select', to: 'public', using: sql`owner = current_user` }], true],
    ['that nobody reads by', [{ for: 'insert', to: 'public', withCheck: sql`true` }], true],
    [
      'for everybody',
      [{ for: 'select', to: ['anon', 'authenticated'], using: sql`(true)` }],
      false,
    ],
    ['for all', [{ using: sql`true` }], false],
  ])('row level security %s hides rows', (_, policies, isHidden) => {
    const own = policies.map((policy, i) => pgPolicy(`policy ${i}`, policy));
    const notes = pgTable('notes', { id: integer() }, () => own).enableRLS();
    expect(read({ notes }).tables[0]?.hidesRows ?? false).toBe(isHidden);
  });

  test('a table without row level security hides none', () => {
    expect(read({ users }).tables[0]).not.toHaveProperty('hidesRows');
  });

  test('an extra config that throws leaves a table with its columns and inline keys', () => {
    const posts = pgTable('posts', { userId: integer().references(() => users.id) }, () => {
      throw new Error('too early');
    });
    const result = read({ posts, users });
    expect(tableOf(result, 'public.posts').foreignKeys).toHaveLength(1);
    expect(messages(result)).toContain('too early');
  });

  test('a table that only a foreign key reaches is described without an export', () => {
    const hidden = pgSchema('auth').table('users', { id: uuid('id').primaryKey() });
    const profiles = pgTable('profiles', { id: uuid('id').references(() => hidden.id) });
    expect(tableOf(read({ profiles }), 'auth.users')).toMatchObject({
      exportName: null,
      primaryKey: ['id'],
    });
  });
});

describe('relations', () => {
  const posts = pgTable('posts', {
    id: serial('id').primaryKey(),
    authorId: integer('author_id').references(() => users.id),
    editorId: integer('editor_id').references(() => users.id),
    topicKey: text('topic_key'),
  });
  const topics = pgTable('topics', { id: serial('id').primaryKey(), slug: text('slug') });
  const foreignKeys = (exports: Record<string, unknown>) =>
    tableOf(read({ posts, users, topics, ...exports }), 'public.posts').foreignKeys;

  test('name the constraints that they follow, both ways', () => {
    const links = foreignKeys({
      postRelations: relations(posts, ({ one }) => ({
        author: one(users, { fields: [posts.authorId], references: [users.id], relationName: 'a' }),
        editor: one(users, { fields: [posts.editorId], references: [users.id], relationName: 'e' }),
      })),
      userRelations: relations(users, ({ many }) => ({
        edited: many(posts, { relationName: 'e' }),
        written: many(posts, { relationName: 'a' }),
      })),
    });
    expect(links).toMatchObject([
      { columns: ['authorId'], relationKey: 'author', reverseRelationKey: 'written' },
      { columns: ['editorId'], relationKey: 'editor', reverseRelationKey: 'edited' },
    ]);
  });

  test('stand for a constraint that the database lacks, even to a column that is no key', () => {
    const links = foreignKeys({
      r: relations(posts, ({ one }) => ({
        topic: one(topics, { fields: [posts.topicKey], references: [topics.slug] }),
      })),
    });
    expect(links.at(-1)).toMatchObject({
      name: null,
      source: 'relation',
      columns: ['topicKey'],
      targetTable: 'public.topics',
      targetColumns: ['slug'],
      relationKey: 'topic',
    });
  });

  test('written from the side without the key become the way back', () => {
    const profiles = pgTable('profiles', { userId: integer('user_id').references(() => users.id) });
    const result = read({
      users,
      profiles,
      r: relations(users, ({ one }) => ({
        profile: one(profiles, { fields: [users.id], references: [profiles.userId] }),
      })),
    });
    expect(tableOf(result, 'public.users').foreignKeys).toEqual([]);
    expect(tableOf(result, 'public.profiles').foreignKeys).toMatchObject([
      { relationKey: null, reverseRelationKey: 'profile' },
    ]);
  });

  test('that do not resolve become notices', () => {
    const lost = pgTable('lost', { id: integer('id') });
    const result = read({
      posts,
      users,
      topics,
      a: relations(users, ({ many }) => ({ any: many(posts), topics: many(topics) })),
      b: relations(posts, ({ one }) => ({
        gone: one(lost, { fields: [posts.id], references: [lost.id] }),
      })),
      c: relations(topics, () => {
        throw new Error('not yet');
      }),
    });
    expect(result.notices.map(({ subject }) => subject)).toEqual([
      'public.topics',
      'public.posts.gone',
      'public.users.any',
      'public.users.topics',
    ]);
  });
});

describe('views', () => {
  test('are tables without keys, with the columns of their query', () => {
    const names = pgView('names').as((query) =>
      query.select({ key: users.id, upper: sql<string>`upper('x')`.as('upper_name') }).from(users),
    );
    const counts = pgMaterializedView('counts', { total: integer('total_count') }).as(
      sql`select 1`,
    );
    const { tables, sql: texts } = read({ users, names, counts });
    expect(tables.slice(1)).toMatchObject([
      { kind: 'view', exportName: 'names', primaryKey: [] },
      { kind: 'materialized-view', columns: [{ key: 'total', name: 'total_count' }] },
    ]);
    expect(tables[1]?.columns.map(({ key, name, kind }) => [key, name, kind])).toEqual([
      ['key', 'id', 'integer'],
      ['upper', 'upper_name', 'custom'],
    ]);
    expect(texts).toContainEqual({ subject: 'public.counts', text: 'select 1' });
  });
});

describe('entities', () => {
  test('are collected from columns and tables when nobody exports them', () => {
    const mood = pgEnum('mood', ['good', 'bad']);
    const app = pgSchema('app');
    const logs = app.table('logs', { moods: mood('moods').array() });
    const { entities } = read({ logs });
    expect(entities).toMatchObject([
      { kind: 'table', name: 'logs', schema: 'app', exports: [{ key: 'logs' }] },
      { kind: 'schema', name: 'app', exports: [] },
      { kind: 'enum', name: 'mood', values: ['good', 'bad'], exports: [] },
    ]);
  });
});

describe('columns', () => {
  const things = read({
    things: pgTable(
      'things',
      {
        left: integer('left'),
        right: integer('right').notNull(),
        grid: integer('grid').array(3).array(2),
        tags: text('tags').array(),
        mode: text('mode').default('dark'),
        empty: text('empty').default(sql`''::character varying`),
        now: text('now').default(sql`now()::text`),
        today: text('today').default(sql`current_timestamp(3)::text`),
        who: text('who').default(sql`(auth.user_id())`),
        tenant: text('tenant').default(sql`current_setting('app.tenant')`),
        made: text('made')
          .default('x')
          .$defaultFn(() => 'y'),
        always: text('always').generatedAlwaysAs(sql`upper('left')`),
        shown: text('shown').generatedAlwaysAs(sql`Mode || right_of(tags, "now", 'made')`),
      },
      (table) => [primaryKey({ columns: [table.left, table.right] })],
    ),
  });
  const of = (key: string) => columnOf(tableOf(things, 'public.things'), key);

  test('of a composite key are not null, which the type of one may not know', () => {
    expect(of('left')).toMatchObject({ notNull: true, typedNullable: true });
    expect(of('right')).not.toHaveProperty('typedNullable');
  });

  test('say how long their arrays are, from the outermost on', () => {
    expect(of('grid')).toMatchObject({ arrayDimensions: 2, arraySizes: [2, 3] });
    expect(of('tags')).not.toHaveProperty('arraySizes');
  });

  test('say whether their default is the same for every row', () => {
    expect(of('mode').constantDefault).toBe(true);
    expect(of('empty').constantDefault).toBe(true);
    expect(of('now')).not.toHaveProperty('constantDefault');
    expect(of('made')).not.toHaveProperty('constantDefault');
  });

  test('say of which others the database makes them', () => {
    expect(of('shown').madeOf).toEqual(['tags', 'mode', 'now']);
    expect(of('always').madeOf).toEqual([]);
    expect(of('mode')).not.toHaveProperty('madeOf');
  });

  test('say whether their default is the same for all rows of a caller', () => {
    for (const key of ['who', 'tenant']) expect(of(key).defaultSaysWho, key).toBe(true);
    for (const key of ['now', 'today', 'mode', 'made']) {
      expect(of(key), key).not.toHaveProperty('defaultSaysWho');
    }
  });
});

describe('custom types', () => {
  const sampleOf = (
    dataType: string,
    toDriver?: (value: never) => unknown,
    fromDriver?: (value: unknown) => unknown,
  ) => {
    const type = customType<{ data: unknown }>({
      dataType: () => dataType,
      ...(fromDriver && { fromDriver }),
      ...(toDriver && { toDriver: toDriver as (value: unknown) => unknown }),
    });
    const result = read({ t: pgTable('t', { value: type('value') }) });
    return columnOf(tableOf(result, 'public.t'), 'value');
  };

  test('get a sample that their mapping takes and that suits their SQL type', () => {
    expect(sampleOf('text', (value: string) => value.toUpperCase()).customSample).toBe('sample');
    expect(sampleOf('numeric(10, 2)', String).customSample).toBe('1');
    expect(sampleOf('numeric(10, 2)', String, Number).customSample).toBe(1);
    expect(sampleOf('money').customSample).toBe('1');
    expect(sampleOf('bigint', (value: number) => value.toFixed()).customSample).toBe(1);
    expect(sampleOf('jsonb', (value: object) => JSON.stringify(value)).customSample).toEqual({});
    expect(sampleOf('inet', (value: string) => value).customSample).toBe('127.0.0.1');
    expect(sampleOf('int4range', (value: string) => value).customSample).toBe('[1,10)');
    const vector = sampleOf('vector(3)', (value: number[]) => `[${value.join()}]`);
    expect(vector.customSample).toEqual([0.5, 0.5, 0.5]);
    const parsed = (value: unknown): unknown => JSON.parse(String(value));
    expect(sampleOf('vector(2)', JSON.stringify, parsed).customSample).toEqual([0.5, 0.5]);
    expect(sampleOf('jsonb', JSON.stringify, parsed).customSample).toEqual({});
  });

  test('that only take a Date say so', () => {
    const day = sampleOf('date', (value: Date) => value.toISOString());
    expect(day).toMatchObject({ jsType: 'Date', customSample: '2024-01-02T03:04:05.000Z' });
  });

  test('that refuse everything get none', () => {
    const refusing = sampleOf('text', () => {
      throw new Error('no');
    });
    expect(refusing.kind).toBe('custom');
    expect(refusing).not.toHaveProperty('customSample');
  });

  test('without a mapping are plain values when their SQL type is known', () => {
    expect(sampleOf('citext')).toMatchObject({ kind: 'text', jsType: 'string' });
    expect(sampleOf('bytea')).toMatchObject({ kind: 'bytes', jsType: 'Buffer' });
  });
});
