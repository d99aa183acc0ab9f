import { fileURLToPath } from 'node:url';
import { getTableName, is, sql, TransactionRollbackError } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { PgTable } from 'drizzle-orm/pg-core';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckReading, loadCheckReader } from '../../../src/samples/checks/reading.ts';
import { sampleChange, sampleExpression, unmetChecks } from '../../../src/samples/sample.ts';
import { loadSchema } from '../../../src/schema/load.ts';
import type { Column, Table } from '../../../src/schema/table.ts';
import * as blog from '../../../templates/examples/blog/schema.ts';
import * as shop from '../../../templates/examples/shop/schema.ts';
import { createDatabase, startPostgres } from '../../support/postgres.ts';
import { CHECK_EXPRESSIONS, CHECK_ROW } from '../../support/check-expressions.ts';
import { evaluate } from '../../support/evaluate.ts';
import * as wide from '../../support/wide-schema.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ROWS = Array.from({ length: 50 }, (_, i) => i + 1);

// Its files import each other without extensions, which the kit's compiler settings refuse in a static import.
const saas: Record<string, unknown> = await import(
  /* @vite-ignore */ new URL('../../../templates/examples/saas/schema/index.ts', import.meta.url)
    .href
);

const SCHEMAS = [
  { name: 'blog', source: 'templates/examples/blog/schema.ts', exports: blog },
  { name: 'shop', source: 'templates/examples/shop/schema.ts', exports: shop },
  { name: 'saas', source: 'templates/examples/saas/schema', exports: saas },
  { name: 'wide', source: 'test/support/wide-schema.ts', exports: wide },
] as const;

let server: Awaited<ReturnType<typeof startPostgres>>;
let readChecks: (table: Table) => CheckReading;

beforeAll(async () => {
  server = await startPostgres();
  readChecks = await loadCheckReader();
});

afterAll(() => server.stop());

describe.each(SCHEMAS)('$name on real Postgres', ({ name, source, exports }) => {
  const tables = Object.values(exports).filter((value) => is(value, PgTable));
  let client: Client;
  let db: NodePgDatabase;
  let described: Table[];

  beforeAll(async () => {
    // Each table on its own: references are not what is tried here. Intervals look as they do in a service.
    const options = '-c session_replication_role=replica -c intervalstyle=iso_8601';
    client = new Client({ connectionString: await createDatabase(server.url, name), options });
    await client.connect();
    db = drizzle(client, { casing: 'snake_case' });
    await db.execute(sql`create extension citext`);
    await db.execute(sql`create extension pg_trgm`);
    const empty = generateDrizzleJson({});
    const wanted = generateDrizzleJson({ ...exports }, undefined, undefined, 'snake_case');
    for (const statement of await generateMigration(empty, wanted)) await client.query(statement);
    const schema = await loadSchema({ sources: [source], cwd: root, casing: 'snake_case' });
    described = schema.tables;
  });

  afterAll(() => client.end());

  test.each(tables.map((table) => [getTableName(table), table] as const))(
    'takes fifty rows of %s, and every change of a column',
    async (tableName, table) => {
      const description = described.find((candidate) => candidate.name === tableName);
      if (!description) throw new Error(`${tableName} was not read`);
      const { hints, ...reading } = readChecks(description);
      const columns = description.columns.filter(({ generatedAlways }) => !generatedAlways);
      const contextOf = ({ key }: Column) => ({
        table: description,
        hints,
        unique: isUnique(key, description),
      });
      const references = new Set(description.foreignKeys.flatMap((key) => key.columns));
      const expressions = columns.map((column) => {
        const expression = sampleExpression(column, contextOf(column)).text;
        // A row refers to another one, not to itself.
        const from = references.has(column.key) ? 1000 : 0;
        return { key: column.key, at: (n: number) => evaluate(expression, n + from) };
      });
      const rowAt = (n: number) =>
        Object.fromEntries(expressions.map(({ key, at }) => [key, at(n)]));

      expect(reading.notUnderstood.map((check) => check.name)).toEqual(
        tableName === 'checked' ? ['opaque'] : [],
      );
      expect(columns.flatMap((column) => unmetChecks(column, contextOf(column)))).toEqual([]);
      const written = ROWS.map(rowAt);
      const stored = await tryOut(db, table, written);
      for (const { key } of columns.filter((column) => !isRewritten(column))) {
        const [read, given] = [stored, written].map((rows) => rows.map((row) => row[key]));
        expect({ [key]: read }).toEqual({ [key]: given });
      }
      for (const column of columns) {
        const change = sampleChange(column, contextOf(column))?.text;
        if (change === undefined || references.has(column.key)) continue;
        for (const n of [1, 2, 365, 1000]) {
          const value = evaluate(change, n);
          expect(value, `${column.key} = ${change}`).not.toEqual(rowAt(n)[column.key]);
          await tryOut(db, table, [{ ...rowAt(n), [column.key]: value }]);
        }
      }
    },
  );
});

/** Inserts the rows and takes them back. Says what Postgres says, without the thousands of parameters. */
async function tryOut(db: NodePgDatabase, table: PgTable, rows: Record<string, unknown>[]) {
  let stored: Record<string, unknown>[] = [];
  const attempt = db.transaction(async (transaction) => {
    stored = await transaction.insert(table).values(rows).returning();
    transaction.rollback();
  });
  await attempt.catch((error: Error) => {
    if (!(error instanceof TransactionRollbackError)) throw error.cause ?? error;
  });
  return stored;
}

/** Postgres writes intervals in fields of their own, and a timestamp that stays a string, in another form. */
function isRewritten({ kind, sqlType, jsType }: Column): boolean {
  return (
    (kind === 'interval' && sqlType !== 'interval') || (kind === 'timestamp' && jsType === 'string')
  );
}

function isUnique(key: string, { primaryKey, uniqueKeys, indexes }: Table): boolean {
  const unique = indexes.filter((index) => index.unique).map(({ columns }) => columns);
  const isTextIndexed = unique.some((columns) => columns.includes(null));
  return (
    [primaryKey, ...uniqueKeys.map(({ columns }) => columns), ...unique].flat().includes(key) ||
    isTextIndexed
  );
}

test('answers as the evaluator of checks does', async () => {
  const client = new Client({
    connectionString: await createDatabase(server.url, 'expressions'),
    options: '-c timezone=UTC',
  });
  await client.connect();
  for (const [expression, expected] of CHECK_EXPRESSIONS) {
    const { rows } = await client.query(`select (${expression}) as answer from ${CHECK_ROW}`);
    expect(rows, expression).toEqual([{ answer: expected }]);
  }
  await client.end();
});
