import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabaseUrl } from '../../test/database';
import { migrateDatabase } from './migrate';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  mkdirSync(path.join(folder, 'meta'));
  const entries = [{ idx: 0, version: '7', when: 9e12, tag: '0000_first', breakpoints: true }];
  const journal = { version: '7', dialect: 'postgresql', entries };
  writeFileSync(path.join(folder, 'meta', '_journal.json'), JSON.stringify(journal));
  // Slow, so that runs which do not take turns meet in it.
  writeFileSync(
    path.join(folder, '0000_first.sql'),
    'select pg_sleep(0.2);\n--> statement-breakpoint\ncreate table migrated_once (id int);',
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

test('instances that start together apply each migration once', async () => {
  const url = await testDatabaseUrl();
  await Promise.all([1, 2, 3].map(() => migrateDatabase(url, folder)));
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    'select count(*)::int as applied from drizzle.__drizzle_migrations where created_at = $1',
    [9e12],
  );
  await client.end();
  expect(rows).toEqual([{ applied: 1 }]);
});

test('a service without migrations has nothing to apply', async () => {
  expect(await migrateDatabase('postgres://not-asked', path.join(folder, 'nowhere'))).toBe(false);
});
