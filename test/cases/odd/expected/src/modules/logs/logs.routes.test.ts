import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem } from '../../../test/expect';
import { createLog } from '../../../test/factories/logs';
import { walk } from '../../../test/http';

// The kit keeps these up as long as nobody edits them: tests of your own go into logs.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/logs';
it('walks through all rows', async () => {
  for (let i = 0; i < 5; i++) await createLog(t.db);
  const { total } = await t.read(`${url}?total=true`);
  expect(total).toBeGreaterThanOrEqual(5);
  expect(await walk(t, `${url}?limit=2`)).toHaveLength(total);
});

it('refuses what it does not offer', async () => {
  for (const query of ['unknown=1', 'limit=0', 'limit=101', 'sort=unknown', 'cursor=bad']) {
    const [parameter = ''] = query.split('=');
    expectProblem(await t.send('GET', `${url}?${query}`), 400, { parameter });
  }
});

it('has no way to write', async () => {
  expectProblem(await t.send('POST', url, { payload: {} }), 404);
});
