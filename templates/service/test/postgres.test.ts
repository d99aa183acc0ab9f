import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

const HOLDER = fileURLToPath(new URL('fixtures/postgres-holder.ts', import.meta.url));
const children: ChildProcess[] = [];

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function start(env: NodeJS.ProcessEnv = {}) {
  const child = fork(HOLDER, { execArgv: ['--import', 'tsx'], env: { ...process.env, ...env } });
  children.push(child);
  const [url] = await once(child, 'message');
  return { child, url: String(url) };
}

type Holder = Awaited<ReturnType<typeof start>>;

let one: Holder;
/** Started while variables speak of another server. */
let other: Holder;

beforeAll(async () => {
  [one, other] = await Promise.all([
    start(),
    start({ PGSSLMODE: 'require', PGHOST: 'db.example' }),
  ]);
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

test('only who knows the password gets in', async () => {
  const wrong = new URL(other.url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('letters of any alphabet have a case', async () => {
  const { url } = await start();
  const [row] = await query(
    url,
    `select 'Émile ÇA Ω' ilike '%émile ça ω%' as found, lower('É') as lower`,
  );
  expect(row).toEqual({ found: true, lower: 'é' });
});

test('variables that are about another server do not reach it', async () => {
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('runs started together do not meet, and a killed one leaves nothing', async () => {
  expect(one.url).not.toBe(other.url);
  const [row] = await query(one.url, "select current_setting('data_directory') as folder");
  const folder = path.dirname(String(row?.['folder']));
  expect(existsSync(folder)).toBe(true);

  one.child.kill('SIGKILL');
  await expect.poll(() => existsSync(folder)).toBe(false);
  await expect(query(one.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});
