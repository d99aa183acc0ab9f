import { describe, expect, it } from 'vitest';
import type { Access } from '../../../src/model/access/access.ts';
import { columnModels } from '../../../src/model/columns.ts';
import { defaultSort, listingOf } from '../../../src/model/listing.ts';
import type { Index, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';

const index = (columns: (string | null)[], more: Partial<Index> = {}): Index => ({
  name: columns.join('_'),
  columns,
  unique: false,
  partial: false,
  method: 'btree',
  ...more,
});

const columns = [
  column('name'),
  column('stage', { kind: 'enum', enumValues: ['a'] }),
  column('note', { notNull: false }),
  column('tags', { arrayDimensions: 1 }),
  column('meta', { kind: 'json' }),
  column('ownerId', { kind: 'uuid' }),
  column('token', { notNull: false }),
  column('deletedAt', { kind: 'timestamp', jsType: 'Date', notNull: false, name: 'deleted_at' }),
];

const owned: Partial<Table> = { foreignKeys: [foreignKey(['ownerId'], 'public.owners')] };

/** What a table with these indexes offers. */
function offered(indexes: Index[], more: Partial<Table> = {}, access?: Access) {
  const things = table('things', { columns, indexes, ...owned, ...more });
  const key = things.primaryKey;
  return listingOf({
    table: things,
    columns: columnModels(things),
    key,
    ...(access && { access }),
  });
}

const filters = (...indexes: Index[]) => offered(indexes).filterColumns;
const orders = (...indexes: Index[]) => offered(indexes).sortColumns;

describe('an order is offered', () => {
  it('where the key tells equal rows apart in the index itself', () => {
    expect(orders(index(['name']))).toEqual(['id']);
    expect(orders(index(['name', 'id']))).toEqual(['id', 'name']);
    expect(orders(index(['createdAt', 'stage', 'id']))).toEqual(['id', 'createdAt,stage']);
  });

  it('by the key, whatever type it has', () => {
    const kinds = ['boolean', 'network', 'interval', 'custom'] as const;
    for (const kind of kinds) {
      const things = table('things', { columns: [column('code', { kind })], primaryKey: ['code'] });
      const { sortColumns } = listingOf({
        table: things,
        columns: columnModels(things),
        key: ['code'],
      });
      expect(sortColumns, kind).toEqual(['code']);
    }
  });

  it('with the rest of a key of several columns', () => {
    const of = (...keys: string[]) =>
      offered([index(['createdAt', ...keys])], { primaryKey: ['name', 'stage'] }).sortColumns;
    expect(of('name', 'stage')).toEqual(['name', 'createdAt']);
    // The rest of the key is in another order.
    expect(of('stage', 'name')).toEqual(['name', 'createdAt,stage']);
    expect(of('name')).toEqual(['name']);
  });

  it('where no two rows are equal in the column', () => {
    const unique = (key: string) => index([key], { unique: true });
    expect(orders(unique('name'))).toEqual(['id', 'name']);
    // Any number of rows have NULL.
    expect(orders(unique('note'))).toEqual(['id']);
    const uniqueKeys = [{ name: 'u', columns: ['name'], nullsNotDistinct: false }];
    expect(offered([], { uniqueKeys }).sortColumns).toEqual(['id', 'name']);
  });

  it('not by an index that runs in several directions, or has NULL where no order has it', () => {
    const by = (...directions: ('asc' | 'desc' | null)[]) =>
      orders(index(['name', 'id'], { directions }));
    expect(by('desc', 'desc')).toEqual(['id', 'name']);
    expect(by('desc', 'asc')).toEqual(['id']);
    expect(by(null, null)).toEqual(['id']);
  });

  it('not by an index of another kind, of expressions, or of a part of the rows', () => {
    expect(orders(index(['name', 'id'], { method: 'gin' }))).toEqual(['id']);
    expect(orders(index([null, 'name', 'id']))).toEqual(['id']);
    const part = (where: string) => orders(index(['name', 'id'], { partial: true, where }));
    expect(part('"things"."name" is not null')).toEqual(['id']);
    // Each list leaves out the others itself.
    expect(part('("things"."deleted_at" IS NULL)')).toEqual(['id', 'name']);
  });

  it('not by a reference, nor by what is not sent', () => {
    expect(orders(index(['ownerId', 'id']), index(['token', 'id']))).toEqual(['id']);
  });

  it('behind the column that is the same in all rows of a list: whose they are', () => {
    const access = (list: Access['who']['list']): Access => ({
      rows: { by: 'owner', column: 'ownerId' },
      who: { list, read: list, create: list, update: list, delete: list },
      locked: [],
      stamps: { create: [], update: [], delete: [] },
      fixed: [],
      why: '',
      choices: [],
    });
    const indexes = [index(['ownerId', 'createdAt', 'id']), index(['ownerId', 'stage'])];
    expect(offered(indexes).sortColumns).toEqual(['id']);
    expect(offered(indexes, {}, access('public')).sortColumns).toEqual(['id']);
    const own = offered(indexes, {}, access('owner'));
    expect(own.sortColumns).toEqual(['id', 'createdAt']);
    expect(own.filterColumns).toEqual(['id', 'stage', 'ownerId', 'createdAt']);
  });
});

describe('a filter is offered', () => {
  it('where an index begins with the column', () => {
    expect(filters()).toEqual(['id']);
    expect(filters(index(['stage', 'name']), index(['ownerId']))).toEqual([
      'id',
      'stage',
      'ownerId',
    ]);
    expect(filters(index(['meta'], { method: 'gin' }), index(['token']))).toEqual(['id']);
    expect(filters(index(['stage'], { partial: true, where: 'name is null' }))).toEqual(['id']);
  });

  it('for a text within another where an index has its trigrams', () => {
    const trigrams = index(['name'], { method: 'gin', trigrams: ['name'] });
    expect(offered([trigrams]).searchColumns).toEqual(['name']);
    expect(offered([index(['name'])]).searchColumns).toEqual([]);
  });
});

describe('of a view, of whose indexes nothing is known', () => {
  const view: Partial<Table> = { kind: 'view', primaryKey: [] };

  it('all that compares is offered', () => {
    expect(offered([], view).sortColumns).toContain('stage');
    expect(offered([], view).filterColumns).toContain('note');
  });

  it('only what has few values is filtered by when it is wide', () => {
    const many = Array.from({ length: 40 }, (_, at) => column(`extra${at}`));
    const wide = offered([], { ...view, columns: [...columns, ...many] });
    expect(wide.filterColumns).toEqual(['stage']);
  });
});

it('whose key has no usual order are sorted by it all the same: pages need one', () => {
  const flags = table('flags', {
    columns: [column('on', { kind: 'boolean' })],
    primaryKey: ['on'],
  });
  const { sortColumns } = listingOf({ table: flags, columns: columnModels(flags), key: ['on'] });
  expect(sortColumns).toEqual(['on']);
});

it.each([
  [['id', 'createdAt'], ['id'], '-createdAt'],
  [['id', 'updatedAt'], ['id'], '-updatedAt'],
  [['id', 'name'], ['id'], 'id'],
  [['createdAt'], ['createdAt', 'ownerId'], '-createdAt'],
  [['ownerId'], ['ownerId', 'createdAt'], 'ownerId'],
  [['name', 'stage', 'ownerId', 'createdAt'], [], 'name,stage,ownerId'],
])('lists sorted by %j with the key %j begin with %s', (sortable, key, expected) => {
  expect(defaultSort(columnModels(table('things', { columns })), sortable, key)).toBe(expected);
});
