import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { deleteOldAnswers } from './answers';
import { idempotencyAnswers } from './table';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

beforeEach(() => t.db.delete(idempotencyAnswers));

/** Keeps so many answers that are so old. */
async function keep(many: number, hours: number): Promise<void> {
  await t.db.execute(sql`
    insert into ${idempotencyAnswers} (caller, tenant, route, key, request_hash, status, headers, body, created_at)
    select '', '', 'POST /v1/things', ${`${hours}-`} || n, '', 201, '{}', '{}', now() - make_interval(hours => ${hours})
    from generate_series(1, ${many}::int) n`);
}

const left = () => t.db.$count(idempotencyAnswers);

test('answers that are over are deleted, and no others, in batches', async () => {
  await keep(2500, 25);
  await keep(3, 23);
  t.queries.length = 0;
  expect(await deleteOldAnswers(t.db, 24)).toBe(2500);
  expect(t.queries).toHaveLength(3);
  expect(await left()).toBe(3);
});

test('several processes do it at once, and none waits for another or does it twice', async () => {
  await keep(2000, 25);
  const swept = await t.db.transaction(async (tx) => {
    // Another process is at some of them, and takes its time.
    await tx.execute(sql`
      select from ${idempotencyAnswers} order by created_at limit 500 for update`);
    return Promise.all([deleteOldAnswers(t.db, 24), deleteOldAnswers(t.db, 24)]);
  });
  expect(swept[0] + swept[1]).toBe(1500);
  expect(await left()).toBe(500);
});

test('the service does it by itself, and ends all the same', async () => {
  await keep(3, 25);
  await keep(2, 1);
  const { close } = await createTestApp({ env: { IDEMPOTENCY_SWEEP_MS: '10' } });
  await expect.poll(left).toBe(2);
  await close();
});
