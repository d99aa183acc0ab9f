import { expect, test } from 'vitest';
import { fillMigrationParameters } from '../../../src/schema/migration-parameters.ts';
import { table } from './helpers.ts';

const documents = table('documents', {
  checks: [{ name: 'price', sql: '"price" > 0' }],
  indexes: [
    {
      name: 'open',
      columns: ['kind'],
      unique: false,
      partial: true,
      method: 'btree',
      where: `"kind" = 'memo'`,
    },
  ],
  policies: [{ name: 'own', using: `"documents"."kind" = 'memo'`, withCheck: null }],
});
const breakpoint = '--> statement-breakpoint\n';
const fill = (sql: string) => fillMigrationParameters(sql, { tables: [documents] });

test('values go into checks, partial indexes and policies', () => {
  const { sql, unfilled } = fill(
    [
      `CREATE TABLE "documents" (\n\t"cost" text DEFAULT '$',\n\tCONSTRAINT "price" CHECK ("documents"."price" > $1)\n);\n`,
      'CREATE UNIQUE INDEX "open" ON "documents" USING btree ("kind") WHERE "documents"."kind" = $1;',
      'CREATE POLICY "own" ON "documents" AS PERMISSIVE FOR ALL TO "a" USING ("documents"."kind" = $1);',
    ].join(breakpoint),
  );
  expect(unfilled).toEqual([]);
  expect(sql.split(breakpoint)).toEqual([
    `CREATE TABLE "documents" (\n\t"cost" text DEFAULT '$',\n\tCONSTRAINT "price" CHECK ("price" > 0)\n);\n`,
    `CREATE UNIQUE INDEX "open" ON "documents" USING btree ("kind") WHERE "kind" = 'memo';`,
    `CREATE POLICY "own" ON "documents" AS PERMISSIVE FOR ALL TO "a" USING ("documents"."kind" = 'memo');`,
  ]);
});

test('what needs nothing stays as it is, byte for byte', () => {
  const sql = `CREATE INDEX "open" ON "documents" ("kind") WHERE "kind" = 'x';${breakpoint}SELECT 1;\n`;
  expect(fill(sql)).toEqual({ sql, unfilled: [] });
});

test('what the schema does not know is reported', () => {
  const sql = 'CREATE INDEX "other" ON "documents" USING btree ("kind") WHERE "kind" = $1;';
  expect(fill(sql)).toEqual({ sql, unfilled: [sql] });
});
