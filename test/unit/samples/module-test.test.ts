import { expect, it } from 'vitest';
import { moduleTestModel } from '../../../src/samples/tests/module.ts';
import { resourceModel } from '../../../src/model/resource.ts';
import type { Column, Table } from '../../../src/schema/table.ts';
import { column, foreignKey, table } from '../schema/helpers.ts';
import { modelIn, serviceOf, settled } from '../model/tables.ts';

const spaces = table('spaces');
const keys = table('keys', {
  columns: [column('spaceId', { kind: 'uuid', sqlType: 'uuid', notNull: false })],
  foreignKeys: [foreignKey(['spaceId'], 'public.spaces')],
});

it('a column that a check wants empty is filled by no test', async () => {
  const checks = [{ name: 'own', sql: '"spaceId" is null' }];
  const titles = async (given: Partial<Table>) => {
    const { service, readings } = await settled([spaces, { ...keys, ...given }]);
    const tests = (name: string) => moduleTestModel(modelIn(service, name), service, readings);
    return [
      ...tests('keys').references.map(({ human }) => human),
      ...tests('spaces').includeTests.map(({ title }) => title),
    ];
  };
  expect(await titles({})).toEqual(['space id', 'brings keys along']);
  expect(await titles({ checks })).toEqual([]);
});

it('a key that the database makes is given to no row, and what it is made of is changed by no test', () => {
  const slug = column('slug', { generatedAlways: true, default: 'sql', madeOf: ['name'] });
  const madeOf = (...columns: Column[]) => {
    const one = table('slots', {
      columns: [column('name'), column('title'), column('room', { kind: 'uuid' }), ...columns],
      primaryKey: ['room', columns[0]?.key ?? 'name'],
    });
    const service = serviceOf([one]);
    return moduleTestModel(modelIn(service, 'slots'), service, new Map());
  };
  expect(madeOf(slug).change?.alternatives.map(({ key }) => key)).toEqual(['id', 'title']);
  expect(madeOf(slug).keyParts.join()).not.toContain('slug');
  expect(madeOf(column('code')).keyParts.join()).toContain('code');
  expect(madeOf(column('code')).change).not.toBeNull();
});

it('no test makes rows that refer to others by what the database makes', () => {
  const kind = column('kind', { generatedAlways: true, default: 'sql', notNull: false });
  const assets = table('assets', { columns: [column('kind')] });
  const imagesWith = (notNull: boolean) => {
    const images = table('images', {
      columns: [column('assetId', { kind: 'uuid', notNull }), kind],
      foreignKeys: [
        { ...foreignKey(['assetId', 'kind'], 'public.assets'), targetColumns: ['id', 'kind'] },
      ],
    });
    const service = serviceOf([assets, images]);
    return moduleTestModel(modelIn(service, 'images'), service, new Map());
  };
  expect(imagesWith(true).whyEmpty).toMatch(/a value that the database makes/);
  expect(imagesWith(true).sections.map(({ partial }) => partial)).toContain('tests/list-empty');
  expect(imagesWith(false).sections.map(({ partial }) => partial)).not.toContain(
    'tests/list-empty',
  );
});

it('a row that a test makes is not marked as deleted, whatever a check has go with the mark', async () => {
  const gone = {
    ...keys,
    columns: [
      ...keys.columns,
      column('deletedAt', { kind: 'timestamp', jsType: 'Date', notNull: false }),
    ],
    checks: [{ name: 'gone', sql: '("deletedAt" is null) = ("spaceId" is null)' }],
  };
  const { readings } = await settled([spaces, gone]);
  const { filled = [], refusing, hints } = readings.get('public.keys') ?? {};
  expect(filled).not.toContain('deletedAt');
  expect(hints?.['spaceId']?.isNull).toBe(true);
  expect(refusing).toMatchObject({ made: [], deleted: ['gone'], marked: ['gone'] });
});

it('a column called schema is none of the parameters of the same name', () => {
  const service = serviceOf([
    table('tools', { columns: [column('schema', { kind: 'json', jsType: 'object' })] }),
  ]);
  const { createRefinements } = resourceModel(modelIn(service, 'tools'), service);
  expect(createRefinements).toContain('schema: () => json<');
});

it.each<[Partial<Column>, string]>([
  [{ kind: 'decimal', jsType: 'number', precision: 6, scale: 2 }, '{ at: 9999 }'],
  [{ kind: 'decimal', jsType: 'bigint', precision: 4 }, '{ at: 9999n }'],
  [{ kind: 'timestamp', jsType: 'string' }, "{ at: '1970-01-01T00:00:00.000' }"],
  [
    { kind: 'timestamp', jsType: 'string', withTimezone: true },
    "{ at: '1970-01-01T00:00:00.000Z' }",
  ],
])('a key that no row has is one that is valid: %j', (kind, expected) => {
  const days = table('days', { columns: [column('at', kind)], primaryKey: ['at'] });
  const service = serviceOf([days]);
  const model = moduleTestModel(modelIn(service, 'days'), service, new Map());
  expect(model.unknownKey).toBe(expected);
});

it('a Date that is a day stands in a URL as one', () => {
  const day = column('day', { kind: 'date', jsType: 'Date' });
  const days = table('days', { columns: [day], primaryKey: ['day'] });
  const service = serviceOf([days, table('notes')]);
  const model = (name: string) => moduleTestModel(modelIn(service, name), service, new Map());
  expect([model('days').days, model('notes').days]).toEqual([['day'], []]);
});

it('a change of values that are no counted ones names no number', async () => {
  const rates = (sql: string) =>
    table('rates', { columns: [column('rate')], checks: [{ name: 'rate', sql }] });
  const isNumbered = async (sql: string) => {
    const { service, readings } = await settled([rates(sql)]);
    return moduleTestModel(modelIn(service, 'rates'), service, readings).change?.isNumbered;
  };
  expect(await isNumbered("rate <> 'n'")).toBe(true);
  expect(await isNumbered('rate::numeric between 0.5 and 0.75')).toBe(false);
});

it('a read-only list with something to hide needs no URL of a row', () => {
  const links = table('links', { primaryKey: ['token'], columns: [column('token')] });
  const service = serviceOf([links]);
  const { importLines } = moduleTestModel(modelIn(service, 'links'), service, new Map());
  expect(importLines).toContain('walk');
  expect(importLines).not.toContain('itemUrl');
});

it('points at a column whose key has to be escaped', () => {
  const things = table('things', {
    columns: [
      column('the space', { kind: 'uuid', sqlType: 'uuid' }),
      column('the no', { default: 'identity' }),
      column('no', { default: 'identity' }),
    ],
    foreignKeys: [foreignKey(['the space'], 'public.spaces')],
  });
  const service = serviceOf([spaces, things]);
  const model = moduleTestModel(modelIn(service, 'things'), service, new Map());
  expect(model.references[0]?.pointer).toBe('#/the%20space');
  expect(model.locked).toContain('no');
  expect(model.locked).not.toContain('the no');
});

it('a reference to a row that does not exist is of the type that its column was given', () => {
  const space = column('spaceId', { kind: 'uuid', sqlType: 'uuid', hasOwnType: true });
  const service = serviceOf([spaces, { ...keys, columns: [column('id'), space] }]);
  const { references } = moduleTestModel(modelIn(service, 'keys'), service, new Map());
  expect(references[0]?.fields).toMatch(
    /^spaceId: \('f\S+'\) as \(typeof keys\.\$inferInsert\)\['spaceId'\]$/,
  );
});

it('a key of floating point is asked for by a number that no row has', () => {
  const id = column('ratio', { kind: 'float', jsType: 'number', sqlType: 'double precision' });
  const service = serviceOf([{ ...table('ratios', { columns: [id] }), primaryKey: ['ratio'] }]);
  const model = moduleTestModel(modelIn(service, 'ratios'), service, new Map());
  expect(model.unknownKey).toBe('{ ratio: 1e30 }');
});

/** Room for one row. */
const single = {
  name: 'single',
  columns: [null],
  unique: true,
  partial: false,
  constant: true,
  method: 'btree',
};

it('where a row is changed by itself, no helper is imported that only other changes use', () => {
  const settings = table('settings', {
    columns: [
      column('ownerId', { kind: 'uuid', sqlType: 'uuid' }),
      column('mode', { kind: 'enum', enumValues: ['light', 'dark'] }),
    ],
    indexes: [single],
  });
  const service = serviceOf([settings]);
  const { importLines } = moduleTestModel(modelIn(service, 'settings'), service, new Map());
  expect(importLines).toContain('{ sampleUuid }');
});
