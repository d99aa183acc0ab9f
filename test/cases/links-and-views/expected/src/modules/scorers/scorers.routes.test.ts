import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem } from '../../../test/expect';

// The kit keeps these up as long as nobody edits them: tests of your own go into scorers.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/scorers';
// How rows get here is not known: that they are sent is for scorers.test.ts to say.
it('sends a page', async () => {
  const page = { data: expect.any(Array), total: expect.any(Number) };
  expect(await t.read(`${url}?total=true`)).toMatchObject(page);
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
