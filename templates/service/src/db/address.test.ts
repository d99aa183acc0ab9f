import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { testConfig } from '../../test/config';
import { asOwner } from '../../test/database';
import { createDatabase, type DatabaseHandle } from './client';

const ROLES = ['rotation_a', 'rotation_b'].map((name) => `${name}_${process.pid}`) as [
  string,
  string,
];
let database: DatabaseHandle | undefined;
let warnings: string[];
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rotation-'));
  file = path.join(folder, 'url');
  for (const role of ROLES) await alter(`create role ${role} login password 'first'`);
});

afterEach(async () => {
  await database?.close();
  database = undefined;
});

afterAll(async () => {
  for (const role of ROLES) await alter(`drop role if exists ${role}`);
  rmSync(folder, { recursive: true });
});

const alter = (statement: string) => asOwner(sql.raw(statement));

/** Writes the URL of the tests with other parts. */
async function write(parts: Partial<URL>): Promise<void> {
  const url = new URL((await testConfig()).database.url);
  writeFileSync(file, `${Object.assign(url, parts).href}\n`);
}

/** A service that is told of its database by the file. @returns who it is, on so many connections at once */
async function open(env: NodeJS.ProcessEnv = {}) {
  const config = await testConfig({ DATABASE_URL: undefined, DATABASE_URL_FILE: file, ...env });
  warnings = [];
  const onWarning = (message: string) => void warnings.push(message);
  const { db } = (database = createDatabase(config.database, { onWarning }));
  const who = async () => (await db.execute(sql`select current_user as who`)).rows[0]?.['who'];
  return (connections: number) => Promise.all(Array.from({ length: connections }, who));
}

test('a password that is changed in its file is taken by the next connection, without a restart', async () => {
  const [role] = ROLES;
  await write({ username: role, password: 'first' });
  const who = await open();
  expect(await who(1)).toEqual([role]);
  await alter(`alter role ${role} password 'second'`);
  await write({ username: role, password: 'second' });
  // Connections that are there stay; whoever needs another gets one.
  expect(await who(2)).toEqual([role, role]);
  expect(database?.pool.totalCount).toBe(2);
  expect(warnings).toEqual([]);
});

test('so is another user: a rotation by two users takes them in turn', async () => {
  const [one, other] = ROLES;
  await alter(`alter role ${one} password 'third'`);
  await write({ username: one, password: 'third' });
  const who = await open();
  expect(await who(1)).toEqual([one]);
  await write({ username: other, password: 'first' });
  await alter(`alter role ${one} nologin`);
  expect(new Set(await who(2))).toEqual(new Set([one, other]));
  // The one that asks whether the database is there, too.
  await expect.poll(() => database?.check()).toBeUndefined();
  await alter(`alter role ${one} login`);
  expect(warnings).toEqual([]);
});

test('behind a pooler as well', async () => {
  const [one, other] = ROLES;
  await alter(`alter role ${one} password 'third'`);
  await write({ username: one, password: 'third' });
  const who = await open({ DATABASE_POOLER: 'transaction' });
  expect(await who(1)).toEqual([one]);
  await write({ username: other, password: 'first' });
  expect(new Set(await who(2))).toEqual(new Set([one, other]));
});

test('of another database nothing is taken before a restart, and that is said once; nor of what is none', async () => {
  const [one, other] = ROLES;
  await alter(`alter role ${one} password 'fourth'`);
  await write({ username: one, password: 'fourth' });
  const who = await open();
  await write({ username: other, password: 'first', pathname: '/elsewhere' });
  expect(await who(2)).toEqual([one, one]);
  expect(warnings).toEqual([expect.stringContaining('needs a restart')]);
  writeFileSync(file, 'postgres://half:of@one:no');
  expect(await who(3)).toEqual([one, one, one]);
  rmSync(file);
  expect(await who(4)).toEqual([one, one, one, one]);
  expect(warnings).toEqual([
    expect.stringContaining('needs a restart'),
    expect.stringContaining('can no longer be read'),
  ]);
  expect(warnings.join()).not.toMatch(/first|elsewhere/);
});
