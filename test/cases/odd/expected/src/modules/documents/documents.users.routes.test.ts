import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createDocument } from '../../../test/factories/documents';
import { createUser } from '../../../test/factories/users';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createDocument(t.db);
  const target = await createUser(t.db);
  const key = encodeURIComponent(target.id);
  const url = `/v1/documents/${encodeURIComponent(owner.id)}/users`;
  return { url, item: `${url}/${key}`, target: `/v1/users/${key}` };
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

it('answers 404 where there is no such document', async () => {
  const { item } = await pair();
  const missing = `/v1/documents/ffffffff-ffff-4fff-bfff-ffffffffffff/users`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('leaves out a user that was deleted', async () => {
  const { url, item, target } = await pair();
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  expect((await t.app.inject({ method: 'DELETE', url: target })).statusCode).toBe(204);
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 0, data: [] });
  const owner = await t.app.inject(`${url.split('/').slice(0, -1).join('/')}?include=users`);
  expect(owner.json()['users']).toEqual([]);
});

it('refuses a user that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.app.inject({ method: 'PUT', url: `${url}/missing` }), 409);
});
