import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createProduct } from '../../../test/factories/products';
import { createCollection } from '../../../test/factories/collections';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createProduct(t.db);
  const target = await createCollection(t.db);
  const key = encodeURIComponent(target.id);
  const url = `/v1/products/${encodeURIComponent(owner.id)}/collections`;
  return { url, item: `${url}/${key}`, target: `/v1/collections/${key}` };
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

it('answers 404 where there is no such product', async () => {
  const { item } = await pair();
  const missing = `/v1/products/ffffffff-ffff-4fff-bfff-ffffffffffff/collections`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('refuses a collection that does not exist', async () => {
  const { url } = await pair();
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${url}/ffffffff-ffff-4fff-bfff-ffffffffffff` }),
    409,
  );
});
