import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { failOnce } from '../../../test/conflicts';
import { createPlayer } from '../../../test/factories/players';
import { createSkill } from '../../../test/factories/skills';
import { expectProblem, expectStatus } from '../../../test/expect';
import { playerSkills } from '../../db/schema';

// The kit keeps these up as long as nobody edits them: tests of your own go into players.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createPlayer(t.db);
  const target = await createSkill(t.db);
  const key = encodeURIComponent(target.code);
  const ownerUrl = `/v1/players/${encodeURIComponent(owner.id)}`;
  const url = `${ownerUrl}/skills`;
  return { url, item: `${url}/${key}`, key, owner: ownerUrl, target: `/v1/skills/${key}` };
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

it('keeps the links of one player from those of another', async () => {
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
    await failOnce(playerSkills);
    expectStatus(await t.send(method, item), 204);
  }
});

it('answers 404 where there is no such player', async () => {
  const { key } = await pair();
  const missing = `/v1/players/missing/skills`;
  expectProblem(await t.send('GET', missing), 404);
  expectProblem(await t.send('PUT', `${missing}/${key}`), 404);
});

it('refuses a skill that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.send('PUT', `${url}/missing`), 409);
});
