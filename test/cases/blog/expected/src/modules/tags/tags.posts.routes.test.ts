import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createTag } from '../../../test/factories/tags';
import { createPost } from '../../../test/factories/posts';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createTag(t.db);
  const target = await createPost(t.db);
  const key = encodeURIComponent(String(target.id));
  const url = `/v1/tags/${encodeURIComponent(String(owner.id))}/posts`;
  return { url, item: `${url}/${key}`, target: `/v1/posts/${key}` };
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

it('answers 404 where there is no such tag', async () => {
  const { item } = await pair();
  const missing = `/v1/tags/2147483647/posts`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('leaves out a post that was deleted', async () => {
  const { url, item, target } = await pair();
  expect((await t.app.inject({ method: 'PUT', url: item })).statusCode).toBe(204);
  expect((await t.app.inject({ method: 'DELETE', url: target })).statusCode).toBe(204);
  expect((await t.app.inject(`${url}?total=true`)).json()).toMatchObject({ total: 0, data: [] });
  const owner = await t.app.inject(`${url.split('/').slice(0, -1).join('/')}?include=posts`);
  expect(owner.json()['posts']).toEqual([]);
});

it('refuses a post that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.app.inject({ method: 'PUT', url: `${url}/2147483647` }), 409);
});
