import { describe, expect, test } from 'vitest';
import { prerequisitesOf } from '../../../src/schema/prerequisites.ts';
import type { Entity, ReadResult } from '../../../src/schema/read-result.ts';
import type { ColumnKind } from '../../../src/schema/table.ts';
import { column, table } from './helpers.ts';

const result = (more: Partial<ReadResult>): ReadResult => ({
  tables: [],
  entities: [],
  sql: [],
  opClasses: [],
  unnamedColumns: 0,
  held: [],
  otherDialects: [],
  broken: [],
  notices: [],
  ...more,
});

const entity = (kind: Entity['kind'], name: string, more: Partial<Entity> = {}): Entity => ({
  kind,
  name,
  schema: null,
  values: [],
  existing: false,
  exports: [],
  ...more,
});

const exported = { exports: [{ file: '/s.ts', key: 'x' }] };
const sql = (text: string) => [{ subject: 'public.t', text }];

describe('extensions', () => {
  test.each([
    ['citext', 'citext'],
    ['halfvec(3)', 'vector'],
    ['geometry(point)', 'postgis'],
    ['ltree', 'ltree'],
    ['hstore', 'hstore'],
    ['public.hstore', 'hstore'],
  ])('the type %s needs %s', async (sqlType, extension) => {
    const tables = [table('t', { columns: [column('c', { kind: 'custom', sqlType })] })];
    expect((await prerequisitesOf(result({ tables }))).extensions).toEqual([extension]);
  });

  test.each([
    ["encode(gen_random_bytes(8), 'hex')", 'pgcrypto'],
    ['uuid_generate_v4()', 'uuid-ossp'],
    ['unaccent(name)', 'unaccent'],
    ['name gin_trgm_ops', 'pg_trgm'],
    ["akeys('a=>1')", 'hstore'],
    ['ST_SetSRID(ST_MakePoint(1, 2), 4326)', 'postgis'],
    ['select t.id from t where levenshtein(t.a, t.b) < 3', 'fuzzystrmatch'],
  ])('the SQL %s needs %s', async (text, extension) => {
    expect((await prerequisitesOf(result({ sql: sql(text) }))).extensions).toEqual([extension]);
  });

  test('one that needs another comes after it', async () => {
    const { extensions } = await prerequisitesOf(result({ sql: sql('ll_to_earth(lat, lng)') }));
    expect(extensions).toEqual(['cube', 'earthdistance']);
  });

  test('a function that a text only mentions needs none', async () => {
    const { extensions } = await prerequisitesOf(result({ sql: sql("'see unaccent(x)'") }));
    expect(extensions).toEqual([]);
  });

  test('operator classes count, and gist over plain values', async () => {
    expect((await prerequisitesOf(result({ opClasses: ['vector_l2_ops'] }))).extensions).toEqual([
      'vector',
    ]);
    const gist = { name: 'i', columns: ['id'], unique: false, partial: false, method: 'gist' };
    expect(
      (await prerequisitesOf(result({ tables: [table('t', { indexes: [gist] })] }))).extensions,
    ).toEqual(['btree_gist']);
  });

  test('gin over a plain value beside something else counts, but not texts with a class of their own', async () => {
    const columns = [column('title'), column('data', { kind: 'json', sqlType: 'jsonb' })];
    const gin = { name: 'i', unique: false, partial: false, method: 'gin' };
    const extensionsWith = async (...keys: string[]) => {
      const indexes = [{ ...gin, columns: keys }];
      const read = result({ tables: [table('t', { columns, indexes })] });
      return (await prerequisitesOf(read)).extensions;
    };
    expect(await extensionsWith('title', 'data')).toEqual(['btree_gin']);
    expect(await extensionsWith('title')).toEqual([]);
    expect(await extensionsWith('data')).toEqual([]);
  });

  test('built-in functions and types need none', async () => {
    const built = await prerequisitesOf(
      result({ tables: [table('t')], sql: sql('gen_random_uuid()') }),
    );
    expect(built).toEqual({
      extensions: [],
      missingFunctions: [],
      missingTypes: [],
      statements: [],
      notices: [],
    });
  });

  test('those that the embedded server lacks are said, with the way out', async () => {
    const { notices } = await prerequisitesOf(
      result({ opClasses: ['vector_l2_ops', 'gin_trgm_ops'] }),
    );
    expect(notices).toHaveLength(1);
    expect(notices[0]?.message).toMatch(/extension vector.*TEST_DATABASE_URL/);
  });
});

describe('roles', () => {
  test('are created unless migrations do it or Postgres has them', async () => {
    const { statements } = await prerequisitesOf(
      result({
        entities: [
          entity('role', 'authenticated', { existing: true }),
          entity('role', 'public', { existing: true }),
          entity('role', 'ours', exported),
          entity('role', "o'dd"),
        ],
      }),
    );
    expect(statements).toEqual([
      `DO $guard$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN CREATE ROLE "authenticated" NOLOGIN; END IF; END $guard$;`,
      `DO $guard$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'o''dd') THEN CREATE ROLE "o'dd" NOLOGIN; END IF; END $guard$;`,
    ]);
  });
});

describe('functions that nobody defines', () => {
  const missing = async (text: string) =>
    (await prerequisitesOf(result({ sql: sql(text) }))).missingFunctions.map(({ name }) => name);

  test.each([
    ['my_function()', 'my_function'],
    ["public.next_code('a', now())", 'public.next_code'],
    ['"myFunction"(1)', 'myFunction'],
    ["coalesce(code, 'x') <> '' and is_ok(code)", 'is_ok'],
    ['lower_it(code) text_pattern_ops desc', 'lower_it'],
    ['select id from notes where seen_by(id) group by id', 'seen_by'],
    ['select r.id from list_all() as r(id)', 'list_all'],
  ])('%s: %s', async (text, name) => {
    expect(await missing(text)).toEqual([name]);
  });

  test.each([
    'now()',
    "timezone('utc', now())",
    "nextval('codes_seq'::regclass)",
    "starts_with(code, 'a') and code in ('b(c)') and num_nonnulls(a, b) = 1",
    "cast(a as numeric(3, 1)) > extract(epoch from at) or position('x' in b) = trim(c)::varchar(3)",
    "encode(digest('a', 'sha256'), 'hex') || uuid_generate_v4()",
    "to_tsvector('english', title || ' ' || coalesce(body, ''))",
    'uuidv7()',
    'pg_backend_pid()',
    "'call me(1)'",
    'lower(title) desc',
    'this is (no) sql (at all',
  ])('none in %s', async (text) => {
    expect(await missing(text)).toEqual([]);
  });

  test('are said once each, with what calls them and what to do', async () => {
    const twice = [
      { subject: 'public.a.code', text: 'my_function()' },
      { subject: 'public.b', text: 'my_function() = 1' },
    ];
    expect((await prerequisitesOf(result({ sql: twice }))).notices).toEqual([
      {
        subject: 'public.a.code',
        message:
          'It calls the function my_function(), which neither Postgres nor the schema defines; create it at the top of the first migration.',
      },
    ]);
  });
});

describe('types that nobody defines', () => {
  const withType = (sqlType: string, kind: ColumnKind = 'custom') =>
    result({
      tables: [table('t', { columns: [column('c', { kind, sqlType })] })],
      entities: [entity('enum', 'mood', { schema: 'app' }), entity('enum', 'size')],
    });

  test.each([
    ['email_address', 'email_address'],
    ['public.email_address', 'public.email_address'],
    ['app.address[]', 'app.address'],
    ['"Email"(3)', 'Email'],
    ['extensions.citext', 'extensions.citext'],
    ['mood', 'mood'],
    ['size2', 'size2'],
  ])('%s: %s', async (sqlType, name) => {
    const { missingTypes, notices } = await prerequisitesOf(withType(sqlType));
    expect(missingTypes).toEqual([{ name, subject: 'public.t.c' }]);
    expect(notices).toEqual([
      {
        subject: 'public.t.c',
        message: `Its type ${name} is one that neither Postgres nor the schema defines; create it in the first migration, before the table.`,
      },
    ]);
  });

  test.each([
    'integer',
    'TSVECTOR',
    'double precision',
    'timestamp(3) with time zone',
    'character varying(20)[]',
    'interval day to second(3)',
    'bigserial',
    'pg_catalog.int4range',
    '"char"',
    'citext',
    'CITEXT',
    'public.hstore',
    'geography(Point, 4326)',
    'size',
    'public.size',
    'app.mood[]',
    't',
    'no type (at all',
  ])('none for %s', async (sqlType) => {
    expect((await prerequisitesOf(withType(sqlType))).missingTypes).toEqual([]);
  });

  test('nor for what drizzle has a builder of', async () => {
    expect((await prerequisitesOf(withType('levels', 'enum'))).missingTypes).toEqual([]);
  });
});

describe('what a platform owns', () => {
  test('its functions get stand-ins, after their schema', async () => {
    const { statements, notices } = await prerequisitesOf(
      result({ sql: sql('(select auth.uid()) = user_id and "auth"."jwt"() is not null') }),
    );
    expect(statements.map((statement) => /CREATE \w+ \S+/.exec(statement)?.[0])).toEqual([
      'CREATE SCHEMA "auth";',
      'CREATE FUNCTION "auth"."uid"()',
      'CREATE FUNCTION "auth"."jwt"()',
    ]);
    expect(notices).toEqual([]);
  });

  test('functions of nobody, or of a schema that migrations create, only get a notice', async () => {
    const owned = entity('schema', 'auth', exported);
    const both = await prerequisitesOf(
      result({ entities: [owned], sql: sql('auth.uid() = app.current_person()') }),
    );
    expect(both.statements).toEqual([]);
    expect(both.notices.map(({ message }) => /\w+\.\w+\(\)/.exec(message)?.[0])).toEqual([
      'auth.uid()',
      'app.current_person()',
    ]);
  });

  test('columns of tables are no function calls', async () => {
    const { notices } = await prerequisitesOf(
      result({ sql: sql('"users"."id" in (1) and pg_catalog.now() > 1 and lower("a"."b") = 1') }),
    );
    expect(notices).toEqual([]);
  });

  test('its tables that the person exports are said', async () => {
    const users = { ...table('users'), id: 'auth.users', schema: 'auth' };
    const { statements, notices } = await prerequisitesOf(result({ tables: [users] }));
    expect(statements).toEqual([]);
    expect(notices).toMatchObject([{ subject: 'auth.users' }]);
  });
});
