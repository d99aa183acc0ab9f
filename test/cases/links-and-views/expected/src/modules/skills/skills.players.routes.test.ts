import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createSkill } from '../../../test/factories/skills';
import { createPlayer } from '../../../test/factories/players';
import { expectProblem } from '../../../test/problem';

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createSkill(t.db);
  const target = await createPlayer(t.db);
  const key = encodeURIComponent(target.id);
  const url = `/v1/skills/${encodeURIComponent(owner.code)}/players`;
  return { url, item: `${url}/${key}`, target: `/v1/players/${key}` };
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

it('answers 404 where there is no such skill', async () => {
  const { item } = await pair();
  const missing = `/v1/skills/missing/players`;
  expectProblem(await t.app.inject(missing), 404);
  expectProblem(
    await t.app.inject({ method: 'PUT', url: `${missing}/${item.split('/').at(-1)}` }),
    404,
  );
});

it('refuses a player that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.app.inject({ method: 'PUT', url: `${url}/missing` }), 409);
});
