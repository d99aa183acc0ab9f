import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { failOnce } from '../../../test/conflicts';
import { createUser } from '../../../test/factories/users';
import { createDocument } from '../../../test/factories/documents';
import { expectProblem, expectStatus } from '../../../test/expect';
import { documentReaders } from '../../db/schema';

// The kit keeps these up as long as nobody edits them: tests of your own go into users.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

async function pair() {
  const owner = await createUser(t.db);
  const target = await createDocument(t.db);
  const key = encodeURIComponent(target.id);
  const ownerUrl = `/v1/users/${encodeURIComponent(owner.id)}`;
  const url = `${ownerUrl}/documents`;
  return { url, item: `${url}/${key}`, key, owner: ownerUrl, target: `/v1/documents/${key}` };
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

it('keeps the links of one user from those of another', async () => {
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
    await failOnce(documentReaders);
    expectStatus(await t.send(method, item), 204);
  }
});

it('answers 404 where there is no such user', async () => {
  const { key } = await pair();
  const missing = `/v1/users/missing/documents`;
  expectProblem(await t.send('GET', missing), 404);
  expectProblem(await t.send('PUT', `${missing}/${key}`), 404);
});

it('answers 404 where a user was deleted', async () => {
  const { url, item, owner } = await pair();
  expectStatus(await t.send('PUT', item), 204);
  expectStatus(await t.send('DELETE', owner), 204);
  expectProblem(await t.send('GET', url), 404);
  expectProblem(await t.send('PUT', item), 404);
  expectProblem(await t.send('DELETE', item), 404);
});

it('refuses a key of a document that is none', async () => {
  const { url } = await pair();
  for (const method of ['PUT', 'DELETE'] as const) {
    const response = await t.send(method, `${url}/not-a-key`);
    expectProblem(response, 400, { parameter: 'documentId' });
  }
});

it('refuses a document that does not exist', async () => {
  const { url } = await pair();
  expectProblem(await t.send('PUT', `${url}/ffffffff-ffff-4fff-bfff-ffffffffffff`), 409);
});
