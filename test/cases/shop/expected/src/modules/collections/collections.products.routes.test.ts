import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createCollection } from '../../../test/factories/collections';
import { createProduct } from '../../../test/factories/products';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createCollection(t.db);
  const target = await createProduct(t.db);
  const key = encodeURIComponent(target.id);
  const url = `/v1/collections/${encodeURIComponent(owner.id)}/products`;
  return { url, item: `${url}/${key}`, target: `/v1/products/${key}` };
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

it('answers 404 where there is no such collection', async () => {
  const { item } = await pair();
  const missing = `/v1/collections/ffffffff-ffff-4fff-bfff-ffffffffffff/products`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('leaves out a product that was deleted', async () => {
  const { url, item, target } = await pair();
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  expect((await t.app.inject({ method: 'DELETE', url: target })).statusCode).toBe(204);
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 0, data: [] });
  const owner = await t.app.inject(`${url.split('/').slice(0, -1).join('/')}?include=products`);
  expect(owner.json()['products']).toEqual([]);
});

it('refuses a product that does not exist', async () => {
  const { url } = await pair();
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${url}/ffffffff-ffff-4fff-bfff-ffffffffffff` }),
    409,
  );
});
