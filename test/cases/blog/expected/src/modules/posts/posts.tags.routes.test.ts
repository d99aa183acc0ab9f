import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createPost } from '../../../test/factories/posts';
import { createTag } from '../../../test/factories/tags';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createPost(t.db);
  const target = await createTag(t.db);
  const key = encodeURIComponent(String(target.id));
  const url = `/v1/posts/${encodeURIComponent(String(owner.id))}/tags`;
  return { url, item: `${url}/${key}`, target: `/v1/tags/${key}` };
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

it('answers 404 where there is no such post', async () => {
  const { item } = await pair();
  const missing = `/v1/posts/2147483647/tags`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('refuses a tag that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.app.inject({ method: 'PUT', url: `${url}/2147483647` }), 409);
});
