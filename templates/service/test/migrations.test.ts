import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  doublePrecision,
  integer,
  json,
  jsonb,
  type PgColumn,
  pgTable,
  point,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultText } from '../scripts/migrations/default-text';
import { mendMigration } from '../scripts/migrations/mend';
import { migrationMistakes } from '../scripts/migrations/mistakes';
import { cutName, databaseName } from '../src/db/database-name';
import { columnsOf, snapshotOf } from './snapshots';

describe('what drizzle-kit writes and Postgres refuses', () => {
  test('types with arguments, of another schema and in capitals leave their quotes', () => {
    const columns = columnsOf({
      a: 'geography(Point, 4326)[]',
      b: 'TSVECTOR',
      c: 'x.citext',
      d: 'ltree',
      f: 'x.$&',
    });
    const state = { name: 'e', type: 'STATE', typeSchema: 'public', notNull: true };
    const snapshot = snapshotOf({ columns: { ...columns, e: state } });
    const written = [
      '"a" "geography(Point, 4326)"[],',
      '"b" "TSVECTOR",',
      '"c" "x.citext",',
      '"d" "ltree",',
      '"e" "STATE"',
      '"f" "x.$&"',
      'ALTER COLUMN "b" SET DATA TYPE "TSVECTOR" USING "b"::"TSVECTOR";',
    ];
    expect(mendMigration(written.join('\n'), snapshot).split('\n')).toEqual([
      '"a" geography(Point, 4326)[],',
      '"b" TSVECTOR,',
      '"c" x.citext,',
      ...written.slice(3, 5),
      '"f" x.$&',
      'ALTER COLUMN "b" SET DATA TYPE TSVECTOR USING "b"::TSVECTOR;',
    ]);
  });

  test('bounds of sequences that JavaScript rounds to more than a bigint holds', () => {
    const [least, most] = [-9223372036854775808n, 9223372036854775807n];
    const identity = (from: bigint | number, to: bigint | number) =>
      `"id" bigint GENERATED ALWAYS AS IDENTITY (MINVALUE ${from} MAXVALUE ${to} START WITH 1)`;
    const mend = (written: string) => mendMigration(written, snapshotOf());
    expect(mend(identity(Number(least), Number(most)))).toBe(identity(least, most));
    expect(mend(identity(least, most))).toBe(identity(least, most));
    expect(mend(identity(1, 2147483647))).toBe(identity(1, 2147483647));
  });

  test('a role is made where the server lacks it: all of its databases share it', () => {
    const written = ['CREATE ROLE "it\'s" WITH CREATEDB NOINHERIT;', 'DROP ROLE "it\'s";'];
    expect(mendMigration(written.join('\n'), snapshotOf()).split('\n')).toEqual([
      `DO $role$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'it''s') THEN ${written[0]} END IF; END $role$;`,
      written[1],
    ]);
  });

  test('operator classes that say nothing leave a plain index, and no other text', () => {
    const written = [
      'CREATE TABLE "a" ("x" text DEFAULT \'" text_ops\');',
      'CREATE INDEX "i" ON "a" USING btree ("team_id" text_ops,"at" timestamptz_ops);',
      'CREATE UNIQUE INDEX "j" ON "a" USING btree ("x" text_pattern_ops);',
      'CREATE INDEX "k" ON "a" USING gin ("x" gin_trgm_ops,"tags" array_ops);',
    ];
    expect(mendMigration(written.join('\n'), snapshotOf()).split('\n')).toEqual([
      written[0],
      'CREATE INDEX "i" ON "a" USING btree ("team_id","at");',
      ...written.slice(2),
    ]);
  });

  test('an index is made with its table where both are new, and concurrently on others', () => {
    const written = [
      'CREATE TABLE "a" (',
      'CREATE INDEX CONCURRENTLY "i" ON "a" USING btree ("x");',
      'CREATE UNIQUE INDEX CONCURRENTLY "j" ON "other"."a" USING btree ("x");',
    ];
    expect(mendMigration(written.join('\n'), snapshotOf()).split('\n')).toEqual([
      written[0],
      'CREATE INDEX "i" ON "a" USING btree ("x");',
      written[2],
    ]);
  });

  test('a unique index is made before the key that needs it', () => {
    const key = (from: string, columns: string) =>
      `ALTER TABLE "${from}" ADD CONSTRAINT "${from}" FOREIGN KEY ("x","y") REFERENCES "public"."a"(${columns}) ON DELETE cascade;`;
    const statements = [
      'CREATE TABLE "a" ("x" text, "y" text);\n',
      key('b', '"x","y"'),
      key('c', '"y","x"'),
      'CREATE UNIQUE INDEX "part" ON "a" USING btree ("x","y") WHERE "x" > 0;',
      'CREATE UNIQUE INDEX "other" ON "a" USING btree ("x");',
      'CREATE UNIQUE INDEX "needed" ON "a" USING btree ("x","y");',
    ];
    const mended = mendMigration(statements.join('--> statement-breakpoint\n'), snapshotOf());
    const [table, b, c, part, other, needed] = statements;
    expect(mended.split('--> statement-breakpoint\n')).toEqual([table, needed, b, c, part, other]);
  });

  const joined = customType<{ data: string[]; driverData: string }>({
    dataType: () => 'text',
    toDriver: (parts) => parts.join(','),
  });
  const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
  const moments = customType<{ data: Date }>({ dataType: () => 'timestamptz' });
  test.each<[string, { default: (value: never) => unknown }, unknown, string | undefined]>([
    ['an apostrophe in JSON', jsonb(), { a: "chef's" }, `'{"a":"chef''s"}'::jsonb`],
    ['text as JSON', json(), "it's", `'"it''s"'::json`],
    ['other JSON', jsonb(), { a: 1 }, undefined],
    ['JSON as text', jsonb(), '{}', undefined],
    ['quotes in an array', text().array(), ["it's", 'a"b', 'c\\d'], `'{"it''s","a\\"b","c\\\\d"}'`],
    ['a backslash in an array', text().array(), ['c\\d'], `'{"c\\\\d"}'`],
    ['moments in an array', timestamp().array(), [new Date(0)], undefined],
    [
      'a custom type in an array',
      moments().array(),
      [null, new Date(0)],
      `'{NULL,"1970-01-01T00:00:00.000Z"}'`,
    ],
    [
      'infinity in an array',
      doublePrecision().array(),
      [1, -Infinity, NaN],
      `'{"1","-Infinity","NaN"}'`,
    ],
    ['nothing in an array', text().array(), [null], `'{NULL}'`],
    ['JSON in an array', jsonb().array(), [{ a: "it's" }], `'{"{\\"a\\":\\"it''s\\"}"}'`],
    ['text and lists as JSON in an array', jsonb().array(), ['x', [1]], `'{"\\"x\\"","[1]"}'`],
    ['points in an array', point().array(), [[1, 2]], `'{"(1,2)"}'`],
    ['bigints in an array', bigint({ mode: 'bigint' }).array(), [5n], `'{"5"}'`],
    ['a nested array', text().array().array(), [["it's"], ['b']], `'{{"it''s"},{"b"}}'`],
    ['other arrays', integer().array(), [1, 2], undefined],
    ['a bigint', bigint({ mode: 'bigint' }), 5n, '5'],
    ['no finite number', doublePrecision(), Infinity, `'Infinity'`],
    ['a point', point(), [1, 2], `'(1,2)'`],
    ['a custom type', joined(), ["it's", 'b'], `'it''s,b'`],
    ['bytes', bytes(), Buffer.from('it'), `'\\x6974'`],
    ['a moment', timestamp(), new Date(0), undefined],
    ['text', text(), "it's", undefined],
    ['SQL', text(), sql`'it''s'`, undefined],
  ])('%s as a default', (_, builder, value, expected) => {
    const table = pgTable('t', { a: builder.default(value as never) as ReturnType<typeof text> });
    expect(defaultText(table.a as PgColumn)).toBe(expected);
  });

  test('names that Postgres would cut stay apart, and short ones as they are', () => {
    const long = `${'x'.repeat(62)}é`;
    const [one, two] = [databaseName(`${long}_a_fk`), databaseName(`${long}_b_fk`)];
    expect(one).not.toBe(two);
    expect([one, two].map((name) => Buffer.byteLength(name))).toEqual([63, 63]);
    expect(databaseName(one)).toBe(one);
    expect(Buffer.byteLength(databaseName('é'.repeat(40)))).toBeLessThanOrEqual(63);
    expect(cutName(long)).toBe('x'.repeat(62));
    expect(databaseName('orders_customer_id_fk')).toBe('orders_customer_id_fk');
  });
});

describe('the folder of the migrations', () => {
  const people = pgTable('people', { id: integer('id').notNull() });
  const table = { name: 'people', columns: { id: { name: 'id', type: 'integer', notNull: true } } };
  const snapshot = { ...snapshotOf(table), prevId: '0' };
  const entry = (tag: string, idx = 0) => ({ idx, version: '7', when: 1, tag, breakpoints: true });
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
    mkdirSync(path.join(folder, 'meta'));
    put('0000_made.sql', 'select 1');
    put('meta/0000_snapshot.json', snapshot);
    put('meta/_journal.json', { entries: [entry('0000_made')] });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function put(file: string, content: unknown): void {
    const written = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(path.join(folder, file), written);
  }

  const mistakes = () => migrationMistakes(folder, { people });

  test('is right as it is written, and where nothing was ever written', () => {
    expect(mistakes()).toEqual([]);
    expect(migrationMistakes(path.join(folder, 'nowhere'), { people })).toEqual([]);
  });

  test('has a journal that lists each file, and no other', () => {
    put('0001_mine.sql', 'select 2');
    expect(mistakes()).toEqual([expect.stringContaining('0001_mine.sql is not in the journal')]);
    rmSync(path.join(folder, '0001_mine.sql'));
    rmSync(path.join(folder, '0000_made.sql'));
    expect(mistakes()).toEqual([
      expect.stringContaining('0000_made.sql is in the journal, and not'),
    ]);
    put('meta/_journal.json', '<<<<<<< HEAD');
    expect(mistakes()).toEqual([expect.stringContaining('no JSON')]);
  });

  test('has migrations that follow one another', () => {
    put('0001_mine.sql', 'select 2');
    put('meta/0001_snapshot.json', { ...snapshot, id: '2', prevId: '0' });
    put('meta/_journal.json', { entries: [entry('0000_made'), entry('0001_mine', 1)] });
    expect(mistakes()).toEqual([expect.stringContaining('0001_mine.sql was made for a schema')]);
    put('meta/0001_snapshot.json', { ...snapshot, id: '2', prevId: '1' });
    expect(mistakes()).toEqual([]);
    put('0001_theirs.sql', 'select 3');
    const entries = [entry('0000_made'), entry('0001_mine', 1), entry('0001_theirs', 2)];
    put('meta/_journal.json', { entries });
    expect(mistakes()).toEqual([expect.stringContaining('the number 0001')]);
    put('meta/0001_snapshot.json', '=======');
    expect(mistakes()).toContainEqual(expect.stringContaining("can't be read"));
  });

  test('makes the schema', () => {
    const grown = pgTable('people', { id: integer('id').notNull(), name: text('name') });
    expect(migrationMistakes(folder, { grown })).toEqual([expect.stringContaining('people.name')]);
  });
});
