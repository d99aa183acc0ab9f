import { sql } from 'drizzle-orm';
import pino from 'pino';
import { expect, test } from 'vitest';
import { watch } from '../../src/auth/watch';
import { createDatabase } from '../../src/db/client';
import { testConfig } from '../config';

test('what is under way when it is stopped is given up, and is no failure', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const { pool, close } = createDatabase((await testConfig()).database);
  let times = 0;
  const stop = await watch(
    pool,
    async (db) => {
      times += 1;
      if (times > 1) await db.execute(sql`select pg_sleep(600)`);
    },
    { what: 'wait', every: 1, log },
  );
  await expect.poll(() => times).toBe(2);
  const begin = performance.now();
  await stop();
  expect(performance.now() - begin).toBeLessThan(3000);
  await close();
  expect(times).toBe(2);
  expect(lines).toEqual([]);
});
