import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { failOnce } from '../../../test/conflicts';
import { createTag } from '../../../test/factories/tags';
import { createTask } from '../../../test/factories/tasks';
import { expectProblem, expectStatus } from '../../../test/expect';
import { taskTags } from '../../db/schema';

// The kit keeps these up as long as nobody edits them: tests of your own go into tags.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createTag(t.db);
  const target = await createTask(t.db);
  const key = encodeURIComponent(String(target.id));
  const ownerUrl = `/v1/tags/${encodeURIComponent(String(owner.id))}`;
  const url = `${ownerUrl}/tasks`;
  return { url, item: `${url}/${key}`, key, owner: ownerUrl, target: `/v1/tasks/${key}` };
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

it('keeps the links of one tag from those of another', async () => {
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
    await failOnce(taskTags);
    expectStatus(await t.send(method, item), 204);
  }
});

it('answers 404 where there is no such tag', async () => {
  const { key } = await pair();
  const missing = `/v1/tags/2147483647/tasks`;
  expectProblem(await t.send('GET', missing), 404);
  expectProblem(await t.send('PUT', `${missing}/${key}`), 404);
});

it('answers 404 where a tag was deleted', async () => {
  const { url, item, owner } = await pair();
  expectStatus(await t.send('PUT', item), 204);
  expectStatus(await t.send('DELETE', owner), 204);
  expectProblem(await t.send('GET', url), 404);
  expectProblem(await t.send('PUT', item), 404);
  expectProblem(await t.send('DELETE', item), 404);
});

it('refuses a key of a tag that is none', async () => {
  const { key } = await pair();
  const bad = '/v1/tags/not-a-key/tasks';
  expectProblem(await t.send('GET', bad), 400, { parameter: 'id' });
  for (const method of ['PUT', 'DELETE'] as const) {
    const response = await t.send(method, `${bad}/${key}`);
    expectProblem(response, 400, { parameter: 'id' });
  }
});

it('refuses a key of a task that is none', async () => {
  const { url } = await pair();
  for (const method of ['PUT', 'DELETE'] as const) {
    const response = await t.send(method, `${url}/not-a-key`);
    expectProblem(response, 400, { parameter: 'taskId' });
  }
});

it('refuses a task that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.send('PUT', `${url}/2147483647`), 409);
});
