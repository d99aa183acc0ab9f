import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createUser } from '../../../test/factories/users';
import { createDocument } from '../../../test/factories/documents';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createUser(t.db);
  const target = await createDocument(t.db);
  const key = encodeURIComponent(target.id);
  const url = `/v1/users/${encodeURIComponent(owner.id)}/documents`;
  return { url, item: `${url}/${key}`, target: `/v1/documents/${key}` };
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

it('answers 404 where there is no such user', async () => {
  const { item } = await pair();
  const missing = `/v1/users/missing/documents`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('refuses a document that does not exist', async () => {
  const { url } = await pair();
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${url}/ffffffff-ffff-4fff-bfff-ffffffffffff` }),
    409,
  );
});
