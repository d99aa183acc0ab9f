import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { failOnce } from '../../../test/conflicts';
import { createCollection } from '../../../test/factories/collections';
import { createProduct } from '../../../test/factories/products';
import { expectProblem, expectStatus } from '../../../test/expect';
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
  expectStatus(await t.send('PUT', item), 204);
  expectStatus(await t.send('PUT', item), 204);
  const data = [await t.read(target)];
  expect(await t.read(`${url}?total=true`)).toMatchObject({ total: 1, data });
  expectStatus(await t.send('DELETE', item), 204);
  expect(await t.read(`${url}?total=true`)).toMatchObject({ total: 0, data: [] });
  expectProblem(await t.send('DELETE', item), 404);
});

it('keeps the links of one collection from those of another', async () => {
  const [first, second] = [await pair(), await pair()];
  const items = [first.item, `${first.url}/${second.key}`, `${second.url}/${first.key}`];
  for (const item of items) await t.send('PUT', item);
  const totals = async () =>
    Promise.all([first, second].map(async ({ url }) => (await t.read(`${url}?total=true`)).total));
  expect(await totals()).toEqual([2, 1]);
  expectStatus(await t.send('DELETE', first.item), 204);
  expect(await totals()).toEqual([1, 1]);
});

it('is tried again after a deadlock', async () => {
  const { item } = await pair();
  for (const method of ['PUT', 'DELETE'] as const) {
    await failOnce(collectionProducts);
    expectStatus(await t.send(method, item), 204);
  }
});

it('answers 404 where there is no such collection', async () => {
  const { key } = await pair();
  const missing = `/v1/collections/ffffffff-ffff-4fff-bfff-ffffffffffff/products`;
  expectProblem(await t.send('GET', missing), 404);
  expectProblem(await t.send('PUT', `${missing}/${key}`), 404);
});

it('leaves out a product that was deleted, and links none', async () => {
  const { url, item, owner, target } = await pair();
  expectStatus(await t.send('PUT', item), 204);
  expectStatus(await t.send('DELETE', target), 204);
  expect(await t.read(`${url}?total=true`)).toMatchObject({ total: 0, data: [] });
  const sent = await t.read(`${owner}?include=products`);
  expect(sent['products']).toEqual([]);
  expectProblem(await t.send('PUT', item), 409);
  expectProblem(await t.send('DELETE', item), 404);
});

it('refuses a key of a collection that is none', async () => {
  const { key } = await pair();
  const bad = '/v1/collections/not-a-key/products';
  expectProblem(await t.send('GET', bad), 400, { parameter: 'id' });
  for (const method of ['PUT', 'DELETE'] as const) {
    const response = await t.send(method, `${bad}/${key}`);
    expectProblem(response, 400, { parameter: 'id' });
  }
});

it('refuses a key of a product that is none', async () => {
  const { url } = await pair();
  for (const method of ['PUT', 'DELETE'] as const) {
    const response = await t.send(method, `${url}/not-a-key`);
    expectProblem(response, 400, { parameter: 'productId' });
  }
});

it('refuses a product that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.send('PUT', `${url}/ffffffff-ffff-4fff-bfff-ffffffffffff`), 409);
});
