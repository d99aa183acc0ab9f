import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/schema/table.ts';
import { compareSchemas, schemaNotices } from '../../../src/service/schema-changes.ts';
import { column, foreignKey, schemaOf, table } from '../schema/helpers.ts';

const rooms = (): Table => ({
  ...table('rooms'),
  columns: [column('id'), column('name'), column('beds')],
});

/** What changed when the one table became the other, beside one that stays as it is. */
const changes = (before: Table[], after: Table[]) =>
  compareSchemas(schemaOf(...before, table('guests')), schemaOf(...after, table('guests'))).tables;

describe('two schemas', () => {
  it('are alike where one was written down as JSON', () => {
    const read = schemaOf(Object.assign(rooms(), { unknown: undefined }));
    Object.assign(read.tables[0]?.columns[0] ?? {}, { customSample: undefined });
    const kept = JSON.parse(JSON.stringify(read));
    expect(compareSchemas(kept, read)).toEqual({ tables: [], shared: [] });
  });

  it('differ by tables that are new and by tables that are gone', () => {
    const found = changes([table('beds'), rooms()], [rooms(), table('houses')]);
    expect(found.map(({ kind, table: { name } }) => `${kind} ${name}`)).toEqual([
      'added houses',
      'removed beds',
    ]);
  });

  it('differ by columns: new ones, lost ones, and others of the same key', () => {
    const [before, after] = [rooms(), rooms()];
    after.columns = [column('id'), column('name', { notNull: false }), column('floor')];
    expect(changes([before], [after])).toEqual([
      {
        table: after,
        kind: 'changed',
        lists: { columns: { added: ['floor'], removed: ['beds'], changed: ['name'] } },
        fields: [],
      },
    ]);
  });

  it.each<[string, Partial<Table>, object]>([
    [
      'references',
      { foreignKeys: [foreignKey(['name'], 'public.guests')] },
      { lists: { foreignKeys: { added: ['name to public.guests'] } } },
    ],
    [
      'unique keys',
      { uniqueKeys: [{ name: 'one_name', columns: ['name'], nullsNotDistinct: false }] },
      { lists: { uniqueKeys: { added: ['one_name'] } } },
    ],
    [
      'indexes',
      {
        indexes: [
          { name: 'by_name', columns: ['name'], unique: false, partial: false, method: 'btree' },
        ],
      },
      { lists: { indexes: { added: ['by_name'] } } },
    ],
    [
      'checks',
      { checks: [{ name: 'some', sql: 'beds > 0' }] },
      { lists: { checks: { added: ['some'] } } },
    ],
    ['their key', { primaryKey: ['name'] }, { fields: ['primaryKey'] }],
    ['their export', { exportName: 'halls' }, { fields: ['exportName'] }],
    ['what they are', { kind: 'view' }, { fields: ['kind'] }],
  ])('differ by %s', (_, other, expected) => {
    expect(changes([rooms()], [{ ...rooms(), ...other }])).toMatchObject([expected]);
  });

  it('differ by what is of no table', () => {
    const after = { ...schemaOf(rooms()), casing: 'snake_case' as const, extensions: ['citext'] };
    expect(compareSchemas(schemaOf(rooms()), after)).toEqual({
      tables: [],
      shared: ['casing', 'extensions'],
    });
  });
});

it('what changed about tables that are served is said in a sentence each', () => {
  const after = {
    ...rooms(),
    columns: [column('id'), column('floor'), column('view')],
    checks: [{ name: 'some', sql: 'floor > 0' }],
    primaryKey: ['floor'],
  };
  const found = compareSchemas(schemaOf(rooms()), schemaOf(after, table('houses')));
  expect(schemaNotices(found, () => true)).toEqual([
    {
      subject: 'rooms',
      message:
        'has changed since the kit made its files: columns floor, view are new; columns name, beds are gone; check some is new; its key is different. This does not bring it into them.',
    },
  ]);
  expect(schemaNotices(found, () => false)).toEqual([]);
});
