import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { createSkill } from '../../../test/factories/skills';
import { createPlayer } from '../../../test/factories/players';
import { expectProblem } from '../../../test/expect';
import { playerSkills } from '../../db/schema';

// The kit keeps these up as long as nobody edits them: tests of your own go into skills.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createSkill(t.db);
  const target = await createPlayer(t.db);
  await t.db.insert(playerSkills).values({ skillCode: owner.code, playerId: target.id });
  const key = encodeURIComponent(target.id);
  const ownerUrl = `/v1/skills/${encodeURIComponent(owner.code)}`;
  const url = `${ownerUrl}/players`;
  return { url, item: `${url}/${key}`, owner: ownerUrl, target: `/v1/players/${key}` };
}

it('lists what is linked, and only to its own skill', async () => {
  for (const { url, target } of [await pair(), await pair()]) {
    const data = [await t.read(target)];
    expect(await t.read(`${url}?total=true`)).toMatchObject({ total: 1, data });
  }
});

it('has no way to link or unlink', async () => {
  const { url, item } = await pair();
  for (const method of ['PUT', 'DELETE'] as const) {
    expectProblem(await t.send(method, item), 404);
  }
  expect(await t.read(`${url}?total=true`)).toMatchObject({ total: 1 });
});

it('answers 404 where there is no such skill', async () => {
  expectProblem(await t.send('GET', `/v1/skills/missing/players`), 404);
});
