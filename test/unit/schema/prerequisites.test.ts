import { describe, expect, test } from 'vitest';
import { prerequisitesOf } from '../../../src/schema/prerequisites.ts';
import type { Entity, ReadResult } from '../../../src/schema/read-result.ts';
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
  ])('the type %s needs %s', (sqlType, extension) => {
    const tables = [table('t', { columns: [column('c', { kind: 'custom', sqlType })] })];
    expect(prerequisitesOf(result({ tables })).extensions).toEqual([extension]);
  });

  test.each([
    ["encode(gen_random_bytes(8), 'hex')", 'pgcrypto'],
    ['uuid_generate_v4()', 'uuid-ossp'],
    ['unaccent(name)', 'unaccent'],
    ['name gin_trgm_ops', 'pg_trgm'],
  ])('the SQL %s needs %s', (text, extension) => {
    expect(prerequisitesOf(result({ sql: sql(text) })).extensions).toEqual([extension]);
  });

  test('operator classes count, and gist over plain values', () => {
    expect(prerequisitesOf(result({ opClasses: ['vector_l2_ops'] })).extensions).toEqual([
      'vector',
    ]);
    const gist = { name: 'i', columns: ['id'], unique: false, partial: false, method: 'gist' };
    expect(
      prerequisitesOf(result({ tables: [table('t', { indexes: [gist] })] })).extensions,
    ).toEqual(['btree_gist']);
  });

  test('gin over a plain value beside something else counts, but not texts with a class of their own', () => {
    const columns = [column('title'), column('data', { kind: 'json', sqlType: 'jsonb' })];
    const gin = { name: 'i', unique: false, partial: false, method: 'gin' };
    const extensionsWith = (...keys: string[]) => {
      const indexes = [{ ...gin, columns: keys }];
      return prerequisitesOf(result({ tables: [table('t', { columns, indexes })] })).extensions;
    };
    expect(extensionsWith('title', 'data')).toEqual(['btree_gin']);
    expect(extensionsWith('title')).toEqual([]);
    expect(extensionsWith('data')).toEqual([]);
  });

  test('built-in functions and types need none', () => {
    const built = prerequisitesOf(result({ tables: [table('t')], sql: sql('gen_random_uuid()') }));
    expect(built).toEqual({ extensions: [], statements: [], notices: [] });
  });

  test('those that the embedded server lacks are said, with the way out', () => {
    const { notices } = prerequisitesOf(result({ opClasses: ['vector_l2_ops', 'gin_trgm_ops'] }));
    expect(notices).toHaveLength(1);
    expect(notices[0]?.message).toMatch(/extension vector.*TEST_DATABASE_URL/);
  });
});

describe('roles', () => {
  test('are created unless migrations do it or Postgres has them', () => {
    const { statements } = prerequisitesOf(
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

describe('what a platform owns', () => {
  test('its functions get stand-ins, after their schema', () => {
    const { statements, notices } = prerequisitesOf(
      result({ sql: sql('(select auth.uid()) = user_id and "auth"."jwt"() is not null') }),
    );
    expect(statements.map((statement) => /CREATE \w+ \S+/.exec(statement)?.[0])).toEqual([
      'CREATE SCHEMA "auth";',
      'CREATE FUNCTION "auth"."uid"()',
      'CREATE FUNCTION "auth"."jwt"()',
    ]);
    expect(notices).toEqual([]);
  });

  test('functions of nobody, or of a schema that migrations create, only get a notice', () => {
    const owned = entity('schema', 'auth', exported);
    const both = prerequisitesOf(
      result({ entities: [owned], sql: sql('auth.uid() = app.current_person()') }),
    );
    expect(both.statements).toEqual([]);
    expect(both.notices.map(({ message }) => /\w+\.\w+\(\)/.exec(message)?.[0])).toEqual([
      'auth.uid()',
      'app.current_person()',
    ]);
  });

  test('columns of tables are no function calls', () => {
    const { notices } = prerequisitesOf(
      result({ sql: sql('"users"."id" in (1) and pg_catalog.now() > 1 and lower("a"."b") = 1') }),
    );
    expect(notices).toEqual([]);
  });

  test('its tables that the person exports are said', () => {
    const users = { ...table('users'), id: 'auth.users', schema: 'auth' };
    const { statements, notices } = prerequisitesOf(result({ tables: [users] }));
    expect(statements).toEqual([]);
    expect(notices).toMatchObject([{ subject: 'auth.users' }]);
  });
});
