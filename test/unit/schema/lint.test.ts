import { describe, expect, test } from 'vitest';
import { lintSchema } from '../../../src/schema/lint.ts';
import type { ForeignKey, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, schemaOf, table } from './helpers.ts';

/** Nearly each table has columns that nobody filters by, and text. */
const rules = (...tables: Table[]) =>
  lintSchema(schemaOf(...tables))
    .filter(({ rule }) => rule !== 'filter-without-index' && rule !== 'text-without-length')
    .map(({ rule, table: id, columns }) => [rule, id.replace('public.', ''), ...columns].join(' '));

let made = 0;
const index = (columns: (string | null)[], more: object = {}) => ({
  name: `i${(made += 1)}`,
  columns,
  unique: false,
  partial: false,
  method: 'btree',
  ...more,
});

test('a tidy table has no findings', () => {
  expect(lintSchema(schemaOf(table('customers')))).toEqual([]);
});

test('tables that the person does not own and views are left in peace', () => {
  const odd = { primaryKey: [], columns: [column('password')] };
  expect(rules(table('users', { ...odd, exportName: null }))).toEqual([]);
  expect(rules(table('users', { ...odd, kind: 'view' }))).toEqual([]);
});

describe('foreign-key-without-index', () => {
  const orders = (more: Partial<Table>) =>
    table('orders', {
      columns: [column('customerId'), column('shopId', { kind: 'uuid' })],
      foreignKeys: [foreignKey(['customerId'], 'public.customers')],
      ...more,
    });

  test('is found, with code to paste', () => {
    const [finding] = lintSchema(schemaOf(orders({})));
    expect(finding).toMatchObject({
      rule: 'foreign-key-without-index',
      severity: 'warning',
      columns: ['customerId'],
      fix: 'index().on(table.customerId)',
    });
  });

  test('is content with an index, unique key or primary key that starts with the columns', () => {
    expect(rules(orders({ indexes: [index(['customerId', 'shopId'])] }))).toEqual([]);
    expect(
      rules(
        orders({
          uniqueKeys: [{ name: 'u', columns: ['customerId', 'shopId'], nullsNotDistinct: false }],
        }),
      ),
    ).toEqual([]);
    expect(rules(orders({ primaryKey: ['customerId', 'shopId'] }))).toEqual([]);
    const notNull = { partial: true, where: '"customer_id" is not null' };
    expect(rules(orders({ indexes: [index(['customerId'], notNull)] }))).toEqual([]);
  });

  test.each([
    ['starts with another column', index(['shopId', 'customerId'])],
    ['starts with an expression', index([null, 'customerId'])],
    ['covers some rows only', index(['customerId'], { partial: true, where: 'total > 0' })],
    ['is of a kind that equality does not use', index(['customerId'], { method: 'gin' })],
  ])('is found when the index %s', (_, unfit) => {
    expect(rules(orders({ indexes: [unfit] }))).toContain(
      'foreign-key-without-index orders customerId',
    );
  });
});

test('missing-function is found at the column or the table that calls it', () => {
  const notes = table('notes', { columns: [column('code')] });
  const missingFunctions = [
    { name: 'next_code', subject: 'public.notes.code' },
    { name: 'app.is_ok', subject: 'public.notes' },
    { name: 'elsewhere', subject: 'public.others.code' },
  ];
  const found = lintSchema({ ...schemaOf(notes), missingFunctions }).filter(
    ({ rule }) => rule === 'missing-function',
  );
  expect(found).toMatchObject([
    { columns: ['code'], message: expect.stringMatching(/notes\.code calls next_code\(\)/) },
    { columns: [], fix: expect.stringMatching(/CREATE FUNCTION app\.is_ok/) },
  ]);
});

test('missing-type is found at the column that has it', () => {
  const notes = table('notes', { columns: [column('code'), column('place')] });
  const missingTypes = [{ name: 'app.address', subject: 'public.notes.place' }];
  const found = lintSchema({ ...schemaOf(notes), missingTypes }).filter(
    ({ rule }) => rule === 'missing-type',
  );
  expect(found).toMatchObject([
    {
      columns: ['place'],
      message: expect.stringMatching(/notes\.place has the type app\.address/),
      fix: expect.stringMatching(/CREATE TYPE app\.address/),
    },
  ]);
});

describe('name-too-long', () => {
  const long = `${'x'.repeat(62)}é`;

  test('is found for tables, views, columns and enums, with the name that Postgres keeps', () => {
    const columns = [
      column('a', { name: long }),
      column('b', { kind: 'enum', sqlType: long }),
      column('c', { kind: 'enum', sqlType: 'text' }),
    ];
    const found = lintSchema(schemaOf(table('t', { name: long, columns })));
    const tooLong = found.filter(({ rule }) => rule === 'name-too-long');
    expect(tooLong.map(({ message }) => message.replace(/ bytes.*$/, ''))).toEqual([
      't has a name of 64',
      't.a has a name of 64',
      'The enum of t.b has a name of 64',
    ]);
    expect(found[0]).toMatchObject({ rule: 'name-too-long', severity: 'warning' });
    expect(found[0]?.fix).toContain(`'${'x'.repeat(62)}'`);
    expect(rules(table('v', { kind: 'view', name: long }))).toEqual(['name-too-long v']);
  });

  test('is content with 63 bytes', () => {
    expect(rules(table('t', { name: 'x'.repeat(63) }))).toEqual([]);
  });
});

test('refused-reference is found where an action would write a generated column', () => {
  const kind = column('kind', { generatedAlways: true, default: 'sql', madeOf: [] });
  const found = (more: Partial<ForeignKey>, own = kind) => {
    const key = foreignKey(['assetId', 'kind'], 'public.assets', more);
    const pictures = table('pictures', {
      columns: [column('assetId'), own],
      foreignKeys: [{ ...key, targetColumns: ['id', 'kind'] }],
    });
    return lintSchema(schemaOf(table('assets'), pictures)).filter(
      ({ rule }) => rule === 'refused-reference',
    );
  };
  expect(found({ onUpdate: 'cascade' })).toMatchObject([
    {
      severity: 'error',
      message: expect.stringContaining(
        "pictures.kind is generated, and its reference has onUpdate: 'cascade'",
      ),
    },
  ]);
  expect(found({ onDelete: 'set null' })).toHaveLength(1);
  expect(found({ onDelete: 'cascade', onUpdate: 'no action' })).toEqual([]);
  expect(found({ onUpdate: 'cascade' }, column('kind'))).toEqual([]);
});

describe('refused-index', () => {
  const found = (...tables: Table[]) =>
    lintSchema(schemaOf(...tables)).filter(({ rule }) => rule === 'refused-index');

  test('is found for an expression without a name, with one', () => {
    const [only, ...others] = found(
      table('users', { indexes: [index(['orgId', null], { name: '', unique: true })] }),
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({ severity: 'error', table: 'public.users' });
    expect(only?.message).toContain('users has an index on an expression without a name');
    expect(only?.fix).toBe("uniqueIndex('users_orgId_expr_idx').on(...)");
  });

  test('is found for a vector without an operator class', () => {
    const indexes = [index(['embedding'], { method: 'hnsw', unclassed: ['embedding'] })];
    expect(found(table('pages', { indexes }))).toMatchObject([{ columns: ['embedding'] }]);
  });

  test('is found for the second of two with one name in a schema of Postgres', () => {
    const of = (name: string, more: Partial<Table> = {}) =>
      table(name, { indexes: [index(['a'], { name: 'i' })], ...more });
    expect(found(of('a'), of('b'))).toMatchObject([{ table: 'public.b' }]);
    expect(found(of('a'), of('b', { schema: 'other' }))).toEqual([]);
    const twice = ['a', 'b'].map((key) => index([key], { name: 'i' }));
    expect(found(of('a', { indexes: twice }))).toHaveLength(1);
  });
});

describe('no-primary-key', () => {
  test('is an error, and a unique key of required columns is the fix', () => {
    const uniqueKeys = [{ name: 'u', columns: ['id'], nullsNotDistinct: false }];
    expect(lintSchema(schemaOf(table('logs', { primaryKey: [], uniqueKeys })))).toMatchObject([
      { rule: 'no-primary-key', severity: 'error', fix: 'primaryKey({ columns: [table.id] })' },
    ]);
    expect(lintSchema(schemaOf(table('logs', { primaryKey: [] })))[0]?.fix).toContain('uuid');
  });
});

describe('money-as-float', () => {
  const float = (key: string) =>
    rules(table('orders', { columns: [column(key, { kind: 'float', jsType: 'number' })] }));

  test.each(['price', 'totalAmount', 'unit_cost', 'USDPrice', 'net-price'])(
    '%s as float is found',
    (key) => {
      expect(float(key)).toEqual([`money-as-float orders ${key}`]);
    },
  );

  test.each(['ratio', 'latitude', 'discountRate', 'tax_percent'])('%s as float is not', (key) => {
    expect(float(key)).toEqual([]);
  });

  test('money as numeric is not', () => {
    const price = column('price', { kind: 'decimal', sqlType: 'numeric(12, 2)' });
    expect(rules(table('orders', { columns: [price] }))).toEqual([]);
  });
});

describe('timestamp-without-timezone', () => {
  const at = (withTimezone: boolean, kind: 'timestamp' | 'time') =>
    rules(table('orders', { columns: [column('placedAt', { kind, withTimezone })] }));

  test('is found for timestamps only', () => {
    expect(at(false, 'timestamp')).toEqual(['timestamp-without-timezone orders placedAt']);
    expect(at(true, 'timestamp')).toEqual([]);
    expect(at(false, 'time')).toEqual([]);
  });
});

describe('secret-column', () => {
  test('is said for secrets, not for flags about them', () => {
    const columns = [column('passwordHash'), column('secret', { kind: 'boolean' })];
    expect(rules(table('users', { columns }))).toEqual(['secret-column users passwordHash']);
  });
});

describe('unbounded-unique-text', () => {
  const unique = (more: object, rest: Partial<Table> = {}) =>
    rules(
      table('users', {
        columns: [column('email', more)],
        uniqueKeys: [{ name: 'u', columns: ['email'], nullsNotDistinct: false }],
        ...rest,
      }),
    );

  test('is found for text without a length', () => {
    expect(unique({})).toEqual(['unbounded-unique-text users email']);
  });

  test('is not found for bounded text, other types, references and plain text', () => {
    expect(unique({ sqlType: 'varchar(320)', length: 320 })).toEqual([]);
    expect(unique({ kind: 'uuid', sqlType: 'uuid' })).toEqual([]);
    expect(unique({}, { foreignKeys: [foreignKey(['email'], 'public.mails')] })).toEqual([]);
    expect(unique({}, { uniqueKeys: [] })).toEqual([]);
  });
});

describe('cascade-across-aggregates', () => {
  const cascade = { onDelete: 'cascade' };
  const indexed = (...keys: string[]) => keys.map((key) => index([key]));
  const child = (name: string, parents: string[], more: Partial<Table> = {}) =>
    table(name, {
      columns: parents.map((parent) => column(parent)),
      foreignKeys: parents.map((parent) => foreignKey([parent], `public.${parent}`, cascade)),
      indexes: indexed(...parents),
      ...more,
    });

  test('is not found for a part of one parent', () => {
    expect(rules(table('orders'), child('lines', ['orders']))).toEqual([]);
  });

  test('is found when the table has children of its own', () => {
    const found = rules(table('shops'), child('orders', ['shops']), child('lines', ['orders']));
    expect(found).toEqual(['cascade-across-aggregates orders shops']);
  });

  test('is found when two parents cascade into it', () => {
    expect(rules(table('a'), table('b'), child('both', ['a', 'b']))).toEqual([
      'cascade-across-aggregates both a b',
    ]);
  });

  test('is not found for join tables, nor for what refuses', () => {
    const join = child('links', ['a', 'b'], { primaryKey: ['a', 'b'] });
    expect(rules(table('a'), table('b'), join)).toEqual([]);
    const refuses = table('orders', {
      columns: [column('shops')],
      foreignKeys: [foreignKey(['shops'], 'public.shops', { onDelete: 'restrict' })],
      indexes: indexed('shops'),
    });
    expect(rules(table('shops'), refuses, child('lines', ['orders']))).toEqual([]);
  });
});

describe('missing-timestamps', () => {
  const bare = (...columns: ReturnType<typeof column>[]) => ({
    ...table('tags'),
    columns: [column('id'), ...columns],
  });
  const stamp = { kind: 'timestamp', withTimezone: true } as const;

  test('names what is missing', () => {
    expect(lintSchema(schemaOf(bare()))).toMatchObject([
      { rule: 'missing-timestamps', severity: 'info' },
    ]);
    const [finding] = lintSchema(schemaOf(bare(column('created_at', stamp))));
    expect(finding?.message).toBe('tags does not say when a row was updated.');
    expect(finding?.fix).toContain('$onUpdate');
    expect(finding?.fix).not.toContain('createdAt');
  });

  test('knows other names for them', () => {
    expect(
      lintSchema(schemaOf(bare(column('insertedAt', stamp), column('modified', stamp)))),
    ).toEqual([]);
    expect(
      lintSchema(schemaOf(bare(column('added_at', stamp), column('lastChangedOn', stamp)))),
    ).toEqual([]);
  });

  test('asks none of a join table', () => {
    const join = {
      ...bare(column('a'), column('b')),
      primaryKey: ['a', 'b'],
      foreignKeys: [foreignKey(['a'], 'public.a'), foreignKey(['b'], 'public.b')],
    };
    expect(rules(join).filter((finding) => finding.startsWith('missing'))).toEqual([]);
  });
});

describe('lists', () => {
  const orders = (more: Partial<Table>) =>
    table('orders', { columns: [column('placedOn')], ...more });

  test('an index that lacks the key at its end is found, with the one that has it', () => {
    const [finding] = lintSchema(
      schemaOf(orders({ indexes: [index(['placedOn'], { name: 'i' })] })),
    );
    expect(finding).toMatchObject({
      rule: 'sort-index-without-key',
      columns: ['placedOn'],
      fix: "index('i').on(table.placedOn, table.id)",
    });
    expect(rules(orders({ indexes: [index(['placedOn', 'id'])] }))).toEqual([]);
  });

  test('an index in a direction that no list reads in is found', () => {
    const directions = [null, 'asc'];
    const [finding] = lintSchema(
      schemaOf(orders({ indexes: [index(['placedOn', 'id'], { directions })] })),
    );
    expect(finding?.message).toContain('other directions');
  });

  test('what lists are not filtered by is said once for each table, with the indexes that would do', () => {
    const columns = [column('status', { kind: 'enum' }), column('note')];
    const [finding, ...others] = lintSchema(schemaOf(table('orders', { columns })));
    expect(others).toMatchObject([{ rule: 'text-without-length', columns: ['note'] }]);
    expect(finding).toMatchObject({ rule: 'filter-without-index', columns: ['status', 'note'] });
    expect(finding?.fix).toBe(
      `index().on(table.status, table.id)\nindex().using('gin', table.note.op('gin_trgm_ops')) for contains`,
    );
  });
});
