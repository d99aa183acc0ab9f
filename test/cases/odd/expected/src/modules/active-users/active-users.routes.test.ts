import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { walk } from '../../../test/http';
import { expectProblem } from '../../../test/problem';

// The kit keeps these up as long as nobody edits them: tests of your own go into active-users.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/active-users';
describe(`GET ${url}`, () => {
  it('walks through all rows', async () => {
    const response = await t.app.inject(`${url}?limit=100&total=true`);
    expect(response.statusCode).toBe(200);
    expect(await walk(t.app, `${url}?limit=2`)).toHaveLength(response.json().total);
  });

  it('refuses what it does not offer', async () => {
    for (const query of ['unknown=1', 'limit=0', 'limit=101', 'sort=unknown', 'cursor=bad']) {
      const [parameter = ''] = query.split('=');
      expectProblem(await t.app.inject(`${url}?${query}`), 400, { parameter });
    }
  });

  it('has no way to write', async () => {
    expectProblem(await t.app.inject({ method: 'POST', url, payload: {} }), 404);
  });
});
