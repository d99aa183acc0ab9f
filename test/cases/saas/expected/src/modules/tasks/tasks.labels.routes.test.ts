import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createTask } from '../../../test/factories/tasks';
import { createLabel } from '../../../test/factories/labels';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createTask(t.db);
  const target = await createLabel(t.db);
  const key = encodeURIComponent(target.id);
  const url = `/v1/tasks/${encodeURIComponent(owner.id)}/labels`;
  return { url, item: `${url}/${key}`, target: `/v1/labels/${key}` };
}

it('links, once and again, lists and unlinks', async () => {
  const { url, item } = await pair();
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 1 });
  expect((await t.app.inject({ method: 'DELETE', url: item })).statusCode).toBe(204);
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 0, data: [] });
  expectProblem(await t.app.inject({ method: 'DELETE', url: item }), 404);
});

it('answers 404 where there is no such task', async () => {
  const { item } = await pair();
  const missing = `/v1/tasks/ffffffff-ffff-4fff-bfff-ffffffffffff/labels`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('refuses a label that does not exist', async () => {
  const { url } = await pair();
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${url}/ffffffff-ffff-4fff-bfff-ffffffffffff` }),
    409,
  );
});
