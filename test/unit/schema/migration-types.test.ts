import { expect, test } from 'vitest';
import { misquotedTypes, unquoteMigrationTypes } from '../../../src/schema/migration-types.ts';
import { column, table } from './helpers.ts';

const of = (sqlType: string) => column('a', { kind: 'custom', sqlType });
const places = table('places', {
  columns: [
    of('geography(Point, 4326)'),
    of('TSVECTOR'),
    of('extensions.citext'),
    of('ltree'),
    column('b', { kind: 'enum', sqlType: 'STATE' }),
  ],
});

test('types with arguments, of another schema and in capitals leave their quotes', () => {
  const sql = [
    'CREATE TABLE "places" (',
    '\t"spot" "geography(Point, 4326)" NOT NULL,',
    '\t"spots" "geography(Point, 4326)"[],',
    '\t"words" "TSVECTOR",',
    '\t"name" "extensions.citext",',
    '\t"path" "ltree",',
    '\t"state" "STATE"',
    ');',
  ].join('\n');
  expect(unquoteMigrationTypes(sql, { tables: [places] })).toBe(
    [
      'CREATE TABLE "places" (',
      '\t"spot" geography(Point, 4326) NOT NULL,',
      '\t"spots" geography(Point, 4326)[],',
      '\t"words" TSVECTOR,',
      '\t"name" extensions.citext,',
      '\t"path" "ltree",',
      '\t"state" "STATE"',
      ');',
    ].join('\n'),
  );
});

test('only what migrations create is looked at', () => {
  expect(misquotedTypes([places])).toEqual([
    'geography(Point, 4326)',
    'TSVECTOR',
    'extensions.citext',
  ]);
  expect(misquotedTypes([{ ...places, exportName: null }])).toEqual([]);
});
