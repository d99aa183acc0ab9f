import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem, expectStatus } from '../../../test/expect';
import { createSkill } from '../../../test/factories/skills';
import { itemUrl, walk } from '../../../test/http';
import { sortedFor } from '../../../test/plan';
import { listed } from '../../../test/schemas';
import { skills } from '../../db/schema';
import { wholeList } from '../../http/includes';
import { reversed } from '../../http/list';
import { skillIncludes } from './skills.includes';
import { skillListing, skillResponse } from './skills.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into skills.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/skills';
const urlOf = (row: Record<string, unknown>) => itemUrl(url, row, ['code']);

describe(`GET ${url}`, () => {
  it('walks through all rows in each order, without gap or repeat', async () => {
    for (let i = 0; i < 5; i++) await createSkill(t.db);
    const { total } = await t.read(`${url}?total=true`);
    expect(total).toBeGreaterThanOrEqual(5);
    for (const order of skillListing.sort) {
      const walked = await walk(t, `${url}?limit=2&sort=${order}`);
      expect(walked).toHaveLength(total);
      expect(new Set(walked.map(urlOf)).size).toBe(total);
      const back = await walk(t, `${url}?limit=2&sort=${reversed(order)}`);
      expect(back).toEqual(walked.toReversed());
    }
  });

  it('has an index for each order', async () => {
    expect(await sortedFor(t, skills, skillListing)).toEqual([]);
  });

  it('finds the rows that have a value, and leaves out others', async () => {
    await createSkill(t.db);
    const created = await t.read(urlOf(await createSkill(t.db)));
    for (const field of listed(['code'], skillListing.filter, skillResponse)) {
      const value = String(created[field]);
      const query = new URLSearchParams({ [field]: value });
      const found = await walk(t, `${url}?${query.toString()}`);
      expect(found, field).toContainEqual(created);
      expect(new Set(found.map((row) => row[field]))).toEqual(new Set([created[field]]));
    }
  });

  it('refuses what it does not offer', async () => {
    for (const query of [
      'unknown=1',
      'limit=0',
      'limit=101',
      'sort=unknown',
      'cursor=bad',
      'include=unknown',
    ]) {
      const [parameter = ''] = query.split('=');
      expectProblem(await t.send('GET', `${url}?${query}`), 400, { parameter });
    }
  });

  it('asks the database as often for many rows as for one', async () => {
    const count = async (limit: number) => {
      t.queries.length = 0;
      const { data } = await t.read(`${url}?limit=${limit}&include=players`);
      expect(data).not.toHaveLength(0);
      return t.queries.length;
    };
    for (let i = 0; i < 5; i++) await createSkill(t.db);
    for (const limit of [1, 100]) {
      const queries = await count(limit);
      expect(queries).toBeGreaterThan(0);
      expect(queries).toBeLessThanOrEqual(2);
    }
  });
});

describe(`GET ${url}/:code`, () => {
  it('sends the row with its version, and nothing to who has that version', async () => {
    const row = await createSkill(t.db);
    const response = await t.send('GET', urlOf(row));
    expectStatus(response, 200);
    expect(urlOf(response.json())).toBe(urlOf(row));
    const { etag } = response.headers;
    const again = await t.send('GET', urlOf(row), { headers: { 'if-none-match': String(etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('answers 404 where there is no such row', async () => {
    expectProblem(await t.send('GET', urlOf({ code: 'missing' })), 404);
  });
});

describe('include', () => {
  it('knows the list that has all players', async () => {
    const row = await createSkill(t.db);
    const sent = await t.read(`${urlOf(row)}?include=players`);
    expect(sent['players']).toEqual([]);
    expect(await t.read(String(wholeList(skillIncludes.players, row)))).toMatchObject({ data: [] });
  });

  it('has no version where related rows come along', async () => {
    const target = urlOf(await createSkill(t.db));
    const { etag } = (await t.send('GET', target)).headers;
    const headers = { 'if-none-match': String(etag) };
    const response = await t.send('GET', `${target}?include=players`, { headers });
    expectStatus(response, 200);
    expect(response.headers).not.toHaveProperty('etag');
  });
});

it('has no way to write', async () => {
  const target = urlOf(await createSkill(t.db));
  const before = await t.send('GET', target);
  expectProblem(await t.send('POST', url, { payload: {} }), 404);
  for (const method of ['PATCH', 'PUT', 'DELETE'] as const) {
    expectProblem(await t.send(method, target, { payload: {} }), 404);
  }
  const after = await t.send('GET', target);
  expect([after.json(), after.headers.etag]).toEqual([before.json(), before.headers.etag]);
});
