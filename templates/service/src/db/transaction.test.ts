import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { barrier } from '../../test/barrier';
import { asOwner } from '../../test/database';
import { noTime } from '../../test/time';
import { FAILURES } from '../resilience/failures';
import { postgresError } from './errors';
import { retryTransient } from './retry';
import { inTransaction } from './transaction';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
  await asOwner(sql`create table retry_test (id int primary key, value int not null)`);
});

beforeEach(async () => {
  await asOwner(sql`truncate retry_test`);
  await service.db.execute(sql`insert into retry_test values (1, 0), (2, 0)`);
});

afterAll(() => service.close());

async function values(): Promise<unknown[]> {
  const { rows } = await service.db.execute(sql`select value from retry_test order by id`);
  return rows.map((row) => row['value']);
}

test('two transactions that deadlock both happen in the end', async () => {
  const meet = barrier(2);
  const codes: string[] = [];
  const crossing = (first: number, second: number) =>
    inTransaction(
      service,
      async ({ db }) => {
        await db.execute(sql`update retry_test set value = value + 1 where id = ${first}`);
        await meet();
        await db.execute(sql`update retry_test set value = value + 1 where id = ${second}`);
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
      service,
      async ({ db }) => {
        const { rows } = await db.execute(sql`select value from retry_test where id = 1`);
        await meet();
        const next = Number(rows[0]?.['value']) + 1;
        await db.execute(sql`update retry_test set value = ${next} where id = 1`);
      },
      { isolationLevel: 'serializable', log: { warn: ({ code }) => codes.push(code) } },
    );
  await Promise.all([increment(), increment()]);
  expect(codes).toEqual(['40001']);
  expect(await values()).toEqual([2, 0]);
});

test('what keeps failing is given up after the last attempt', async () => {
  let attempts = 0;
  const failing = retryTransient(
    async () => {
      attempts += 1;
      await service.db.execute(sql`do $$ begin raise sqlstate '40001'; end $$`);
    },
    { time: noTime() },
  );
  await expect(failing).rejects.toSatisfy((error) => postgresError(error)?.code === '40001');
  expect(attempts).toBe(FAILURES.conflict.attempts);
});

test('any other failure is not tried again, and nothing of the transaction stays', async () => {
  let attempts = 0;
  const failing = inTransaction(service, async ({ db }) => {
    attempts += 1;
    await db.execute(sql`update retry_test set value = 9`);
    await db.execute(sql`insert into retry_test values (1, 0)`);
  });
  await expect(failing).rejects.toSatisfy((error) => postgresError(error)?.code === '23505');
  expect(attempts).toBe(1);
  expect(await values()).toEqual([0, 0]);
});

test('what nobody waits for any more is undone, though each of its statements went well', async () => {
  const controller = new AbortController();
  const gone = new Error('gone');
  const left = inTransaction({ ...service, signal: controller.signal }, async ({ db }) => {
    await db.execute(sql`update retry_test set value = 9`);
    controller.abort(gone);
  });
  await expect(left).rejects.toBe(gone);
  // Its locks are waited for: only then it is known how it ended.
  await service.db.execute(sql`select from retry_test for update`);
  expect(await values()).toEqual([0, 0]);
});

test('a transaction within another is a part of it, and the whole is tried again', async () => {
  let whole = 0;
  let part = 0;
  await inTransaction(service, async (context) => {
    whole += 1;
    await context.db.execute(sql`update retry_test set value = value + 1`);
    await inTransaction(context, async ({ db }) => {
      part += 1;
      await db.execute(sql`update retry_test set value = value + 1`);
      if (part === 1) await db.execute(sql`do $$ begin raise sqlstate '40001'; end $$`);
    });
    const refused = inTransaction(context, async ({ db }) => {
      await db.execute(sql`update retry_test set value = 9`);
      await db.execute(sql`insert into retry_test values (1, 0)`);
    });
    await expect(refused).rejects.toSatisfy((error) => postgresError(error)?.code === '23505');
  });
  expect([whole, part]).toEqual([2, 2]);
  expect(await values()).toEqual([2, 2]);
});
