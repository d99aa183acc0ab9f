import { sql } from 'drizzle-orm';
import { pgTable, timestamp } from 'drizzle-orm/pg-core';
import { afterEach, expect, test } from 'vitest';
import { testConfig } from '../../test/config';
import { asOwner } from '../../test/database';
import { asSent, isAsSent } from './as-sent';
import { createDatabase, type DatabaseHandle } from './client';
import { builder, prepared } from './prepared';

const things = pgTable('as_sent_test', {
  at: timestamp({ withTimezone: true }),
  local: timestamp(),
  text: timestamp({ mode: 'string' }),
});

let database: DatabaseHandle | undefined;

afterEach(() => database?.close());

function read(field: unknown, text: string): unknown {
  return (
    field as { decoder: { mapFromDriverValue: (value: string) => unknown } }
  ).decoder.mapFromDriverValue(text);
}

test.each([
  ['2026-01-02 03:04:05+00', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02 03:04:05.6+00', '2026-01-02T03:04:05.600Z'],
  ['2026-01-02 03:04:05.67+00', '2026-01-02T03:04:05.670Z'],
  ['2026-01-02 03:04:05.678+00', '2026-01-02T03:04:05.678Z'],
  ['2026-01-02 03:04:05.678901+00', '2026-01-02T03:04:05.678901Z'],
  // Of a server in another zone, behind a pooler.
  ['2026-01-02 03:04:05.678901+05:30', '2026-01-01T21:34:05.678901Z'],
  ['2026-01-02 03:04:05.6-03', '2026-01-02T06:04:05.600Z'],
  ['1890-01-01 00:00:00+00:19:32', '1889-12-31T23:40:28.000Z'],
  ['0001-01-01 00:00:00+01', '0001-01-01 00:00:00+01'],
  ['9999-12-31 23:59:59-01', '9999-12-31 23:59:59-01'],
  ['12026-01-02 03:04:05+00', '12026-01-02 03:04:05+00'],
  ['0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00+00 BC'],
  ['infinity', 'infinity'],
])('%s is sent as %s', (text, sent) => {
  expect(read(asSent(things.at), text)).toBe(sent);
});

test.each([
  ['2026-01-02 03:04:05', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02 03:04:05.678901', '2026-01-02T03:04:05.678901Z'],
  ['0044-03-15 12:00:00 BC', '0044-03-15 12:00:00 BC'],
  ['-infinity', '-infinity'],
])('without a zone, %s is sent as %s', (text, sent) => {
  expect(read(asSent(things.local), text)).toBe(sent);
});

test('what is exact already is read as it is', () => {
  expect(asSent(things.text)).toBe(things.text);
  expect(isAsSent(things.text, things.text)).toBe(false);
  expect(isAsSent(asSent(things.at), things.at)).toBe(true);
  expect(isAsSent(sql`now()`, things.at)).toBe(false);
});

/** As on a server that was told otherwise: all connections that are made from now on begin so. */
async function openWith(
  settings: Record<string, string>,
  env: NodeJS.ProcessEnv = {},
): Promise<DatabaseHandle> {
  const config = (await testConfig(env)).database;
  const name = sql.identifier(new URL(config.url).pathname.slice(1));
  for (const [setting, value] of Object.entries(settings)) {
    await asOwner(sql`alter database ${name} set ${sql.identifier(setting)} = ${sql.raw(value)}`);
  }
  database = createDatabase(config);
  return database;
}

async function selected(text: string, { db }: DatabaseHandle): Promise<unknown> {
  const value = sql.raw(text).mapWith(String);
  const [row] = await prepared(builder.select({ value }).from(sql`(select 1) one`))({ db });
  return row?.value;
}

test.each([
  ['a connection', 'none'],
  ['behind a pooler, a connection', 'transaction'],
])('%s is in UTC and writes ISO 8601, whatever the server is set to', async (_what, pooler) => {
  const settings = { timezone: "'Asia/Kolkata'", datestyle: "'SQL, DMY'" };
  const handle = await openWith(settings, { DATABASE_POOLER: pooler });
  const at = "'2026-01-02 03:04:05.678901Z'::timestamptz";
  expect(await selected(at, handle)).toBe('2026-01-02 03:04:05.678901+00');
});

test('a number with a fraction is read with all of its digits, whatever the server is set to', async () => {
  const handle = await openWith({ extra_float_digits: '0' });
  expect(await selected('0.1::float8 + 0.2::float8', handle)).toBe('0.30000000000000004');
});
