import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem, expectStatus } from '../../../test/expect';
import { failOnce } from '../../../test/conflicts';
import { createRivalry, rivalryValues } from '../../../test/factories/rivalries';
import { createTeam } from '../../../test/factories/teams';
import { itemUrl, jsonBody, walk } from '../../../test/http';
import { sortedFor } from '../../../test/plan';
import { listed, listedKeys } from '../../../test/schemas';
import { rivalries } from '../../db/schema';
import { reversed } from '../../http/list';
import { jsonPointer } from '../../http/pointer';
import { rivalryCreate, rivalryListing, rivalryResponse } from './rivalries.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into rivalries.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/rivalries';
const urlOf = (row: Record<string, unknown>) => itemUrl(url, row, ['teamId', 'rivalId']);

const body = async (overrides: Parameters<typeof rivalryValues>[1] = {}) =>
  jsonBody(await rivalryValues(t.db, overrides), rivalryCreate);

describe(`GET ${url}`, () => {
  it('walks through all rows in each order, without gap or repeat', async () => {
    for (let i = 0; i < 5; i++) await createRivalry(t.db);
    const { total } = await t.read(`${url}?total=true`);
    expect(total).toBeGreaterThanOrEqual(5);
    for (const order of rivalryListing.sort) {
      const walked = await walk(t, `${url}?limit=2&sort=${order}`);
      expect(walked).toHaveLength(total);
      expect(new Set(walked.map(urlOf)).size).toBe(total);
      const back = await walk(t, `${url}?limit=2&sort=${reversed(order)}`);
      expect(back).toEqual(walked.toReversed());
    }
  });

  it('has an index for each order', async () => {
    expect(await sortedFor(t, rivalries, rivalryListing)).toEqual([]);
  });

  it('finds the rows that have a value, and leaves out others', async () => {
    await createRivalry(t.db);
    const created = await t.read(urlOf(await createRivalry(t.db)));
    for (const field of listed(['teamId', 'rivalId'], rivalryListing.filter, rivalryResponse)) {
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
      const { data } = await t.read(`${url}?limit=${limit}&include=team,rival`);
      expect(data).not.toHaveLength(0);
      return t.queries.length;
    };
    for (let i = 0; i < 5; i++) await createRivalry(t.db);
    for (const limit of [1, 100]) {
      const queries = await count(limit);
      expect(queries).toBeGreaterThan(0);
      expect(queries).toBeLessThanOrEqual(3);
    }
  });
});

describe(`GET ${url}/:teamId/:rivalId`, () => {
  it('sends the row with its version, and nothing to who has that version', async () => {
    const row = await createRivalry(t.db);
    const response = await t.send('GET', urlOf(row));
    expectStatus(response, 200);
    expect(urlOf(response.json())).toBe(urlOf(row));
    const { etag } = response.headers;
    const again = await t.send('GET', urlOf(row), { headers: { 'if-none-match': String(etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('answers 404 where there is no such row', async () => {
    expectProblem(await t.send('GET', urlOf({ teamId: 2147483647, rivalId: 2147483647 })), 404);
  });
});

describe(`a key of the wrong type`, () => {
  it.each(['GET', 'DELETE'] as const)('is refused by %s', async (method) => {
    const response = await t.send(method, urlOf({ rivalId: 2147483647, teamId: 'not-a-key' }));
    expectProblem(response, 400, { parameter: 'teamId' });
  });
});

describe('include', () => {
  it('brings team along', async () => {
    const row = await createRivalry(t.db);
    const sent = await t.read(`${urlOf(row)}?include=team`);
    expect(sent['team']).toHaveProperty('id', row.teamId);
    expect(sent['team']).not.toHaveProperty(['isDeleted']);
  });

  it('does not bring team along once it is deleted', async () => {
    const row = await createRivalry(t.db);
    const gone = itemUrl('/v1/teams', { id: row.teamId }, ['id']);
    expectStatus(await t.send('DELETE', gone), 204);
    const sent = await t.read(`${urlOf(row)}?include=team`);
    expect(sent['team']).toBeNull();
  });

  it('brings rival along', async () => {
    const row = await createRivalry(t.db);
    const sent = await t.read(`${urlOf(row)}?include=rival`);
    expect(sent['rival']).toHaveProperty('id', row.rivalId);
    expect(sent['rival']).not.toHaveProperty(['isDeleted']);
  });

  it('does not bring rival along once it is deleted', async () => {
    const row = await createRivalry(t.db);
    const gone = itemUrl('/v1/teams', { id: row.rivalId }, ['id']);
    expectStatus(await t.send('DELETE', gone), 204);
    const sent = await t.read(`${urlOf(row)}?include=rival`);
    expect(sent['rival']).toBeNull();
  });

  it('has no version where related rows come along', async () => {
    const target = urlOf(await createRivalry(t.db));
    const { etag } = (await t.send('GET', target)).headers;
    const headers = { 'if-none-match': String(etag) };
    const response = await t.send('GET', `${target}?include=team`, { headers });
    expectStatus(response, 200);
    expect(response.headers).not.toHaveProperty('etag');
  });
});

describe(`POST ${url}`, () => {
  it('creates the row and says where it is', async () => {
    const payload = await body();
    const response = await t.send('POST', url, { payload });
    expectStatus(response, 201);
    const found = await t.send('GET', String(response.headers.location));
    expect(found.json()).toEqual(response.json());
    expect(found.headers.etag).toBe(response.headers.etag);
  });

  it('refuses what a client may not set', async () => {
    const locked = ['notAField', 'createdAt'];
    const payload = {
      ...(await body()),
      ...Object.fromEntries(locked.map((field) => [field, null])),
    };
    const { errors } = expectProblem(await t.send('POST', url, { payload }), 422);
    expect(errors).toEqual(
      locked.map((field) => ({ pointer: `#/${field}`, detail: 'Is not known' })),
    );
  });

  it('is tried again after a deadlock', async () => {
    const payload = await body();
    await failOnce(rivalries);
    expectStatus(await t.send('POST', url, { payload }), 201);
  });

  it('is done once under one key, and answered as it was at first', async () => {
    const payload = await body();
    const headers = { 'idempotency-key': 'once' };
    const first = await t.send('POST', url, { payload, headers });
    expectStatus(first, 201);
    const again = await t.send('POST', url, { payload, headers });
    expectStatus(again, 201);
    expect(again.body).toBe(first.body);
    const { location, etag } = first.headers;
    expect(again.headers).toMatchObject({ location, etag, 'idempotency-replayed': 'true' });
  });

  it.each(listed(['teamId', 'rivalId'], rivalryCreate))(
    'refuses a new rivalry without %s',
    async (field) => {
      const { [field]: _, ...payload } = await body();
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 422, { pointer: jsonPointer([field]) });
    },
  );

  it.each(listedKeys([['teamId', 'rivalId']], rivalryCreate))(
    'refuses a second rivalry with the same team id and rival id',
    async () => {
      const existing = await createRivalry(t.db);
      const payload = await body({ teamId: existing.teamId, rivalId: existing.rivalId });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/teamId' });
    },
  );

  it.each(listedKeys([['teamId']], rivalryCreate))(
    'refuses a new rivalry whose team id does not exist',
    async () => {
      const payload = await body({ teamId: 2147483647 });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/teamId' });
    },
  );

  it.each(listedKeys([['rivalId']], rivalryCreate))(
    'refuses a new rivalry whose rival id does not exist',
    async () => {
      const payload = await body({ rivalId: 2147483647 });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/rivalId' });
    },
  );

  it.each(listedKeys([['teamId']], rivalryCreate))(
    'refuses a new rivalry whose team id is deleted',
    async () => {
      const gone = await createTeam(t.db, { isDeleted: true });
      const payload = await body({ teamId: gone.id });
      expectProblem(await t.send('POST', url, { payload }), 409, { pointer: '#/teamId' });
    },
  );

  it.each(listedKeys([['rivalId']], rivalryCreate))(
    'refuses a new rivalry whose rival id is deleted',
    async () => {
      const gone = await createTeam(t.db, { isDeleted: true });
      const payload = await body({ rivalId: gone.id });
      expectProblem(await t.send('POST', url, { payload }), 409, { pointer: '#/rivalId' });
    },
  );
});

describe(`DELETE ${url}/:teamId/:rivalId`, () => {
  it('removes the row from wherever it could be read, and no other', async () => {
    const target = urlOf(await createRivalry(t.db));
    const other = urlOf(await createRivalry(t.db));
    expectStatus(await t.send('DELETE', target), 204);
    expectProblem(await t.send('GET', target), 404);
    expectProblem(await t.send('DELETE', target), 404);
    const rest = (await walk(t, `${url}?limit=100`)).map(urlOf);
    expect(rest).toContain(other);
    expect(rest).not.toContain(target);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createRivalry(t.db));
    await failOnce(rivalries);
    expectStatus(await t.send('DELETE', target), 204);
  });

  it('refuses a version that is not the current one', async () => {
    const target = urlOf(await createRivalry(t.db));
    const headers = { 'if-match': '"0"' };
    expectProblem(await t.send('DELETE', target, { headers }), 412);
    await t.read(target);
  });
});

it('has no way to change a rivalry', async () => {
  const target = urlOf(await createRivalry(t.db));
  const before = await t.send('GET', target);
  for (const method of ['PATCH', 'PUT'] as const) {
    expectProblem(await t.send(method, target, { payload: {} }), 404);
  }
  const after = await t.send('GET', target);
  expect([after.json(), after.headers.etag]).toEqual([before.json(), before.headers.etag]);
});

it('tells rows apart by each part of their key', async () => {
  const row = await createRivalry(t.db);
  for (const shared of [{ rivalId: row.rivalId }, { teamId: row.teamId }] as const) {
    const other = urlOf(await createRivalry(t.db, shared));
    expect(urlOf(await t.read(other))).toBe(other);
    expectStatus(await t.send('DELETE', other), 204);
    await t.read(urlOf(row));
  }
});
