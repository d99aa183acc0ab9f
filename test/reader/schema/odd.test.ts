import { beforeAll, describe, expect, test } from 'vitest';
import { loadSchema } from '../../../src/schema/load.ts';
import type { Schema } from '../../../src/schema/table.ts';
import {
  columnOf,
  fileOf,
  FIXTURES,
  load,
  messages,
  project,
  tableOf,
} from '../../unit/schema/helpers.ts';

let odd: Schema;
beforeAll(async () => {
  odd = await load(FIXTURES, 'odd/schema');
});

describe('the odd schema', () => {
  test('has every table under its own name', () => {
    expect(odd.tables.map(({ id, exportName }) => [id, exportName])).toEqual([
      ['archive.documents', 'archived'],
      ['public.column', 'column'],
      ['public.document_readers', 'documentReaders'],
      ['public.documents', 'documents'],
      ['public.old_logs', 'logs'],
      ['public.order', 'order'],
      ['public.user', 'user'],
      ['auth.users', null],
      ['public.active_users', 'activeUsers'],
    ]);
  });

  test.each([
    ['kind', 'enum', 'string', 'text'],
    ['grid', 'integer', 'number', 'integer'],
    ['amount', 'decimal', 'string', 'numeric(12, 2)'],
    ['exact', 'decimal', 'number', 'numeric'],
    ['big', 'decimal', 'bigint', 'numeric'],
    ['price', 'float', 'number', 'double precision'],
    ['dayObject', 'date', 'Date', 'date'],
    ['at', 'time', 'string', 'time(3) with time zone'],
    ['stamp', 'timestamp', 'string', 'timestamp(3)'],
    ['span', 'interval', 'string', 'interval(2)'],
    ['mac', 'network', 'string', 'macaddr'],
    ['place', 'geometry', 'object', 'point'],
    ['raw', 'bytes', 'Buffer', 'bytea'],
    ['extra', 'json', 'object', 'json'],
    ['embedding', 'vector', 'object', 'vector(3)'],
    ['sparse', 'vector', 'string', 'sparsevec(5)'],
    ['search', 'custom', 'unknown', 'tsvector'],
  ])('documents.%s is %s, %s in JavaScript', (key, kind, jsType, sqlType) => {
    const documents = tableOf(odd, 'public.documents');
    expect(columnOf(documents, key)).toMatchObject({ kind, jsType, sqlType });
  });

  test('keeps what validation needs of a column', () => {
    const documents = tableOf(odd, 'public.documents');
    expect(columnOf(documents, 'grid').arrayDimensions).toBe(2);
    expect(columnOf(documents, 'amount')).toMatchObject({ precision: 12, scale: 2 });
    expect(columnOf(documents, 'code').length).toBe(3);
    expect(columnOf(documents, 'half').length).toBe(4);
    expect(columnOf(documents, 'kind').enumValues).toEqual(['memo', 'letter']);
    expect(columnOf(documents, 'at')).toMatchObject({ precision: 3, withTimezone: true });
    expect(columnOf(documents, 'search').generatedAlways).toBe(true);
  });

  test('knows where values come from', () => {
    const user = tableOf(odd, 'public.user');
    const order = tableOf(odd, 'public.order');
    expect(columnOf(user, 'id').default).toBe('runtime');
    expect(columnOf(user, 'publicId').default).toBe('sql');
    expect(columnOf(user, 'updatedAt')).toMatchObject({ default: 'runtime', onUpdate: true });
    expect(columnOf(user, 'email').default).toBe('none');
    expect(columnOf(order, 'number')).toMatchObject({ default: 'sql', jsType: 'bigint' });
    expect(columnOf(tableOf(odd, 'public.column'), 'check')).toMatchObject({
      default: 'identity',
      generatedAlways: true,
    });
  });

  // But none from a column to itself, which says nothing.
  test('has keys, also those to itself and between composite columns', () => {
    expect(tableOf(odd, 'public.user').foreignKeys).toMatchObject([
      { columns: ['platformId'], targetTable: 'auth.users', onDelete: 'cascade' },
      { columns: ['managerId'], relationKey: 'manager', reverseRelationKey: 'reports' },
    ]);
    expect(tableOf(odd, 'public.order')).toMatchObject({
      primaryKey: ['userId', 'placedAt'],
      uniqueKeys: [{ name: 'order_number', columns: ['number', 'note'], nullsNotDistinct: true }],
      foreignKeys: [
        { name: 'order_created_by_user_id_fk' },
        { name: 'order_approved_by_user_id_fk' },
        { name: 'order_owner', onDelete: 'cascade' },
      ],
    });
    expect(tableOf(odd, 'public.column').foreignKeys[0]?.columns).toEqual(['userId', 'placedAt']);
  });

  test('has its indexes, with values in their conditions', () => {
    expect(tableOf(odd, 'public.user').indexes).toMatchObject([
      { name: 'user_email_key', columns: [null], unique: true, partial: false },
      { name: 'user_email_index', columns: ['email'], partial: true },
      { name: 'user_manager_idx', columns: ['managerId'] },
    ]);
    expect(tableOf(odd, 'public.documents')).toMatchObject({
      indexes: [{ method: 'gin' }, { where: `"kind" = 'memo'` }],
      checks: [{ name: 'documents_price', sql: '"price" > 0' }],
    });
  });

  test('keeps relations whose key is a column of the same table', () => {
    expect(tableOf(odd, 'public.documents').foreignKeys).toMatchObject([
      { source: 'relation', relationKey: 'ownerId', reverseRelationKey: 'documents' },
    ]);
  });

  test('says what it could not have as it stands', () => {
    const said = messages(odd);
    expect(said).toContain('snake_case was taken');
    expect(said).toContain('many(public.order) matches 3 links');
    expect(said).toContain('.existing()');
    expect(said).toContain('pgEnum("priority", ["low","high"]) is made inside a function');
    expect(said).toContain('extension vector, which the embedded server does not have');
    expect(said).toContain('app.may_audit()');
    expect(said).toContain('roles auditor, authenticated');
  });

  test('needs extensions, roles and what the platform owns before its first migration', () => {
    expect(odd.extensions).toEqual(['citext', 'pg_trgm', 'uuid-ossp', 'vector']);
    const script = odd.prerequisites.join('\n');
    expect(script).toContain('CREATE EXTENSION IF NOT EXISTS "uuid-ossp";');
    expect(script).toContain('CREATE ROLE "authenticated" NOLOGIN');
    expect(script).toContain('CREATE TABLE "auth"."users" ("id" uuid, "email" text, PRIMARY KEY');
    expect(script).toContain('CREATE FUNCTION "auth"."uid"() RETURNS uuid');
    expect(script).not.toContain('archive');
  });

  test('is brought with helpers, aliases and JSON, and an index that exports what migrations need', () => {
    expect(odd.files.map(({ path }) => path)).toEqual([
      'auth.ts',
      'documents.ts',
      'index.ts',
      'lib/shared/columns.ts',
      'lib/shared/id.ts',
      'lib/shared/types.ts',
      'lib/shared/words.json',
      'lib/unexported.ts',
      'people.ts',
    ]);
    expect(fileOf(odd, 'people.ts')).toContain("from './lib/shared/columns'");
    expect(fileOf(odd, 'lib/shared/id.ts')).toContain("from './words.json'");
    expect(fileOf(odd, 'documents.ts')).toContain('export { archive, state };');
    expect(fileOf(odd, 'index.ts')).toContain("export { visibility } from './lib/shared/columns';");
    expect(fileOf(odd, 'index.ts')).not.toContain('auth');
  });

  test('reads the same from where it was brought', async () => {
    const folder = project(
      Object.fromEntries(odd.files.map(({ path, content }) => [path, content])),
    );
    const brought = await loadSchema({ sources: ['index.ts'], cwd: folder, casing: 'snake_case' });
    expect(brought.tables).toEqual(odd.tables);
    expect(brought.files).toEqual(odd.files);
    expect(brought.prerequisites).toEqual(odd.prerequisites);
  });
});
