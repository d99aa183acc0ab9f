import { sql } from 'drizzle-orm';
import pino from 'pino';
import { expect, test } from 'vitest';
import { watch } from '../../src/auth/watch';
import { createDatabase } from '../../src/db/client';
import { testConfig } from '../config';

test('what is under way when it is stopped is given up, and is no failure', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const config = await testConfig({ DATABASE_STATEMENT_TIMEOUT_MS: '600000' });
  const { pool, close } = createDatabase(config.database);
  let times = 0;
  const stop = await watch(
    pool,
    async (db) => {
      times += 1;
      if (times > 1) await db.execute(sql`select pg_sleep(600)`);
    },
    { what: 'wait', every: 1, within: 600_000, log },
  );
  await expect.poll(() => times).toBe(2);
  await stop();
  await close();
  expect(times).toBe(2);
  expect(lines).toEqual([]);
});

test('what is not done in time is given up and begun anew, on another connection', async () => {
  const config = await testConfig({ DATABASE_STATEMENT_TIMEOUT_MS: '600000' });
  const { pool, close } = createDatabase(config.database);
  const connections: unknown[] = [];
  const stop = await watch(
    pool,
    async (db) => {
      const { rows } = await db.execute(sql`select pg_backend_pid() as pid`);
      connections.push(rows[0]?.['pid']);
      if (connections.length === 1) await db.execute(sql`select pg_sleep(600)`);
    },
    { what: 'wait', every: 1, within: 200, log: pino({ level: 'silent' }) },
  );
  await expect.poll(() => connections.length).toBeGreaterThan(1);
  expect(connections[1]).not.toBe(connections[0]);
  await stop();
  await close();
});
