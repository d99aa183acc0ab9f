import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem } from '../../../test/expect';
import { walk } from '../../../test/http';

// The kit keeps these up as long as nobody edits them: tests of your own go into active-users.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/active-users';
describe(`GET ${url}`, () => {
  it('walks through all rows', async () => {
    const { total } = await t.read(`${url}?limit=100&total=true`);
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
});
