import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { failOnce } from '../../../test/conflicts';
import { createCollection } from '../../../test/factories/collections';
import { createProduct } from '../../../test/factories/products';
import { expectProblem } from '../../../test/problem';
import { collectionProducts } from '../../db/schema';

// The kit keeps these up as long as nobody edits them: tests of your own go into collections.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createCollection(t.db);
  const target = await createProduct(t.db);
  const key = encodeURIComponent(target.id);
  const ownerUrl = `/v1/collections/${encodeURIComponent(owner.id)}`;
  const url = `${ownerUrl}/products`;
  return { url, item: `${url}/${key}`, key, owner: ownerUrl, target: `/v1/products/${key}` };
}

it('links, once and again, lists and unlinks', async () => {
  const { url, item, target } = await pair();
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  const data = [(await t.app.inject(target)).json()];
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 1, data });
  expect((await t.app.inject({ method: 'DELETE', url: item })).statusCode).toBe(204);
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 0, data: [] });
  expectProblem(await t.app.inject({ method: 'DELETE', url: item }), 404);
});

it('keeps the links of one collection from those of another', async () => {
  const [first, second] = [await pair(), await pair()];
  const items = [first.item, `${first.url}/${second.key}`, `${second.url}/${first.key}`];
  for (const item of items) await t.app.inject({ method: 'PUT', url: item });
  const totals = async () =>
    Promise.all(
      [first, second].map(
        async ({ url }) => (await t.app.inject(`${url}?total=true`)).json().total,
      ),
    );
  expect(await totals()).toEqual([2, 1]);
  expect((await t.app.inject({ method: 'DELETE', url: first.item })).statusCode).toBe(204);
  expect(await totals()).toEqual([1, 1]);
});

it('is tried again after a deadlock', async () => {
  const { item } = await pair();
  for (const method of ['PUT', 'DELETE'] as const) {
    await failOnce(t.db, collectionProducts);
    expect((await t.app.inject({ method, url: item })).statusCode).toBe(204);
  }
});

it('answers 404 where there is no such collection', async () => {
  const { key } = await pair();
  const missing = `/v1/collections/ffffffff-ffff-4fff-bfff-ffffffffffff/products`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(await t.app.inject({ method: 'PUT', url: `${missing}/${key}` }), 404);
});

it('leaves out a product that was deleted', async () => {
  const { url, item, owner, target } = await pair();
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  expect((await t.app.inject({ method: 'DELETE', url: target })).statusCode).toBe(204);
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 0, data: [] });
  const response = await t.app.inject(`${owner}?include=products`);
  expect(response.json()['products']).toEqual([]);
});

it('refuses a key of a collection that is none', async () => {
  const { key } = await pair();
  const bad = '/v1/collections/not-a-key/products';
  expectProblem(await t.app.inject(bad), 400, { parameter: 'id' });
  for (const method of ['PUT', 'DELETE'] as const) {
    const response = await t.app.inject({ method, url: `${bad}/${key}` });
    expectProblem(response, 400, { parameter: 'id' });
  }
});

it('refuses a key of a product that is none', async () => {
  const { url } = await pair();
  for (const method of ['PUT', 'DELETE'] as const) {
    const response = await t.app.inject({ method, url: `${url}/not-a-key` });
    expectProblem(response, 400, { parameter: 'productId' });
  }
});

it('refuses a product that does not exist', async () => {
  const { url } = await pair();
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${url}/ffffffff-ffff-4fff-bfff-ffffffffffff` }),
    409,
  );
});
