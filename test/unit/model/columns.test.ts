import { describe, expect, it } from 'vitest';
import { columnModels, isRequired } from '../../../src/model/columns.ts';
import type { Column, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';

const stamp = { kind: 'timestamp', jsType: 'Date' } as const;

/** What the only column of its own means to a table. */
function modelOf(key: string, more: Partial<Column> = {}, given: Partial<Table> = {}) {
  const models = columnModels(table('things', { columns: [column(key, more)], ...given }));
  return models.find((one) => one.key === key);
}

const everywhere = { inResponse: true, inCreate: true, inUpdate: true };
const readOnly = { inResponse: true, inCreate: false, inUpdate: false };
const nowhere = { inResponse: false, inCreate: false, inUpdate: false };

describe('where a column is sent and can be set', () => {
  it.each<[string, Partial<Column>, object]>([
    ['title', {}, everywhere],
    ['position', { kind: 'integer', sqlType: 'serial' }, readOnly],
    ['number', { default: 'identity' }, readOnly],
    ['search', { generatedAlways: true }, readOnly],
    ['createdAt', stamp, { ...readOnly, maintained: 'create' }],
    ['insertedAt', stamp, { ...readOnly, maintained: 'create' }],
    ['added_at', stamp, { ...readOnly, maintained: 'create' }],
    ['date-created', stamp, { ...readOnly, maintained: 'create' }],
    ['modified_at', stamp, { ...readOnly, maintained: 'update' }],
    ['changedOn', stamp, { ...readOnly, maintained: 'update' }],
    ['passwordChangedAt', stamp, { ...everywhere, maintained: null }],
    ['touched', { ...stamp, onUpdate: true }, { ...readOnly, maintained: 'update' }],
    // A text of that name is no timestamp.
    ['createdAt', { kind: 'text' }, { ...everywhere, maintained: null }],
    ['deletedAt', { ...stamp, notNull: false }, { ...nowhere, softDelete: true }],
    ['isDeleted', { kind: 'boolean', default: 'sql' }, { ...nowhere, softDelete: true }],
    // Always set: it says when, not whether.
    ['deletedAt', stamp, { ...everywhere, softDelete: false }],
    ['passwordHash', { notNull: false }, { ...nowhere, secret: true }],
    ['passwordHash', {}, { ...everywhere, inResponse: false, secret: true }],
    ['picture', { kind: 'bytes', jsType: 'Buffer' }, { ...everywhere, inResponse: false }],
    ['embedding', { kind: 'vector' }, { ...everywhere, inResponse: false }],
    ['shape', { kind: 'custom', notNull: false }, readOnly],
    ['shape', { kind: 'custom' }, everywhere],
    ['amount', { kind: 'custom', notNull: false, customSample: 1 }, everywhere],
    [
      'search',
      { kind: 'custom', notNull: false, customSample: 'a', sqlType: 'tsvector' },
      { ...readOnly, inResponse: false },
    ],
    // A yes or no about a secret.
    ['canAccessSshKeys', { kind: 'boolean' }, everywhere],
  ])('%s (%j)', (key, more, expected) => {
    expect(modelOf(key, more)).toMatchObject(expected);
  });

  it('a key that the database makes can not be set; one that it does not make, only once', () => {
    expect(modelOf('code', { default: 'sql' }, { primaryKey: ['code'] })).toMatchObject(readOnly);
    expect(modelOf('code', {}, { primaryKey: ['code'] })).toMatchObject({
      ...everywhere,
      inUpdate: false,
    });
  });

  it('what the database makes a part of the key of can be set only once', () => {
    const slug = column('slug', { generatedAlways: true, default: 'sql', madeOf: ['title'] });
    const columns = [column('title'), slug];
    expect(modelOf('title', {}, { columns, primaryKey: ['slug'] })).toMatchObject({
      ...everywhere,
      inUpdate: false,
    });
    expect(modelOf('title', {}, { columns, primaryKey: ['title'] })?.inUpdate).toBe(false);
    expect(modelOf('title', {}, { columns, primaryKey: ['id'] })).toMatchObject(everywhere);
  });

  it('a part of a key with the same default for every row can be set', () => {
    const scope = { default: 'sql', constantDefault: true } as const;
    expect(modelOf('scope', scope, { primaryKey: ['id', 'scope'] })).toMatchObject({
      ...everywhere,
      inUpdate: false,
    });
    expect(modelOf('scope', scope, { primaryKey: ['scope'] })).toMatchObject(readOnly);
  });

  it.each<[string, Partial<Column>]>([
    ['serial', { kind: 'integer', sqlType: 'serial', default: 'sql' }],
    ['identity', { kind: 'integer', default: 'identity' }],
  ])('a counter that refers to a row is named by whoever makes the next: %s', (_, counter) => {
    const refers = (given: Partial<Table>, more: Partial<Column> = {}) => {
      const model = modelOf('orderId', { ...counter, ...more }, given);
      return model && { inCreate: model.inCreate, isRequired: isRequired(model) };
    };
    const alone = { foreignKeys: [foreignKey(['orderId'], 'public.orders')] };
    expect(refers(alone)).toEqual({ inCreate: true, isRequired: true });
    expect(refers({ ...alone, primaryKey: ['orderId'] })).toMatchObject({ inCreate: true });
    const shop = (notNull: boolean) => ({
      columns: [column('shopId', { notNull }), column('orderId', counter)],
      foreignKeys: [
        { ...foreignKey(['shopId', 'orderId'], 'public.orders'), targetColumns: ['shopId', 'id'] },
      ],
    });
    expect(refers(shop(true))).toEqual({ inCreate: true, isRequired: true });
    expect(refers(shop(false))).toEqual({ inCreate: true, isRequired: false });
    // Nobody else can set it.
    expect(refers(alone, { generatedAlways: true })).toMatchObject({ inCreate: false });
    // `relations()` alone sends it nowhere, and its own row is no other.
    const told = { ...foreignKey(['orderId'], 'public.orders'), source: 'relation' as const };
    expect(refers({ foreignKeys: [told] })).toMatchObject({ inCreate: false });
    const itself = { ...foreignKey(['orderId'], 'public.things'), targetColumns: ['orderId'] };
    expect(refers({ foreignKeys: [itself] })).toMatchObject({ inCreate: false });
  });

  it('only one column marks a row as deleted', () => {
    const columns = [
      column('isDeleted', { kind: 'boolean', default: 'sql' }),
      column('deletedAt', { ...stamp, notNull: false }),
    ];
    const marks = columnModels(table('things', { columns })).filter((one) => one.softDelete);
    expect(marks.map(({ key }) => key)).toEqual(['isDeleted']);
  });

  it('a row needs what is not null and that nobody else provides', () => {
    expect(isRequired(column('a'))).toBe(true);
    expect(isRequired(column('a', { notNull: false }))).toBe(false);
    expect(isRequired(column('a', { default: 'runtime' }))).toBe(false);
    expect(isRequired(column('a', { generatedAlways: true }))).toBe(false);
  });
});
