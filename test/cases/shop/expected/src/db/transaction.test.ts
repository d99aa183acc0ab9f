import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { postgresError } from './errors';
import { retryTransient } from './retry';
import { inTransaction } from './transaction';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
  await service.db.execute(sql`create table retry_test (id int primary key, value int not null)`);
});

beforeEach(async () => {
  await service.db.execute(sql`truncate retry_test`);
  await service.db.execute(sql`insert into retry_test values (1, 0), (2, 0)`);
});

afterAll(() => service.close());

/** Lets the given number of transactions go on together, so that they get in each other's way for certain. */
function barrier(size: number) {
  let waiting = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  return () => {
    waiting += 1;
    if (waiting === size) resolve();
    return promise;
  };
}

async function values(): Promise<unknown[]> {
  const { rows } = await service.db.execute(sql`select value from retry_test order by id`);
  return rows.map((row) => row['value']);
}

test('two transactions that deadlock both happen in the end', async () => {
  const meet = barrier(2);
  const codes: string[] = [];
  const crossing = (first: number, second: number) =>
    inTransaction(
      service.db,
      async (tx) => {
        await tx.execute(sql`update retry_test set value = value + 1 where id = ${first}`);
        await meet();
        await tx.execute(sql`update retry_test set value = value + 1 where id = ${second}`);
      },
      { log: { warn: ({ code }) => codes.push(code) } },
    );
  await Promise.all([crossing(1, 2), crossing(2, 1)]);
  // On a busy machine the second attempt may meet the other transaction once more.
  expect(new Set(codes)).toEqual(new Set(['40P01']));
  expect(await values()).toEqual([2, 2]);
});

test('a serialization failure is tried again with what the other one wrote', async () => {
  const meet = barrier(2);
  const codes: string[] = [];
  const increment = () =>
    inTransaction(
      service.db,
      async (tx) => {
        const { rows } = await tx.execute(sql`select value from retry_test where id = 1`);
        await meet();
        const next = Number(rows[0]?.['value']) + 1;
        await tx.execute(sql`update retry_test set value = ${next} where id = 1`);
      },
      { isolationLevel: 'serializable', log: { warn: ({ code }) => codes.push(code) } },
    );
  await Promise.all([increment(), increment()]);
  expect(codes).toEqual(['40001']);
  expect(await values()).toEqual([2, 0]);
});

test('what keeps failing is given up after the last attempt', async () => {
  let attempts = 0;
  const waits: boolean[] = [];
  const failing = retryTransient(
    async () => {
      attempts += 1;
      await service.db.execute(sql`do $$ begin raise sqlstate '40001'; end $$`);
    },
    {
      attempts: 3,
      baseDelay: 2,
      // A random part of the time, never all of it: those who collided must not meet again.
      log: { warn: ({ attempt, delay }) => waits.push(delay < 2 ** attempt) },
    },
  );
  await expect(failing).rejects.toSatisfy((error) => postgresError(error)?.code === '40001');
  expect(attempts).toBe(3);
  expect(waits).toEqual([true, true]);
});

test('any other failure is not tried again, and nothing of the transaction stays', async () => {
  let attempts = 0;
  const failing = inTransaction(service.db, async (tx) => {
    attempts += 1;
    await tx.execute(sql`update retry_test set value = 9`);
    await tx.execute(sql`insert into retry_test values (1, 0)`);
  });
  await expect(failing).rejects.toSatisfy((error) => postgresError(error)?.code === '23505');
  expect(attempts).toBe(1);
  expect(await values()).toEqual([0, 0]);
});
