import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem, expectStatus } from '../../../test/expect';
import { failOnce } from '../../../test/conflicts';
import { createTeam, teamValues } from '../../../test/factories/teams';
import { createMatch } from '../../../test/factories/matches';
import { createMembership } from '../../../test/factories/memberships';
import { createRivalry } from '../../../test/factories/rivalries';
import { itemUrl, jsonBody, walk } from '../../../test/http';
import { sortedFor } from '../../../test/plan';
import { listed, listedKeys } from '../../../test/schemas';
import { teams } from '../../db/schema';
import { wholeList } from '../../http/includes';
import { reversed } from '../../http/list';
import { jsonPointer } from '../../http/pointer';
import { teamIncludes } from './teams.includes';
import { teamCreate, teamListing, teamResponse } from './teams.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into teams.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/teams';
const urlOf = (row: Record<string, unknown>) => itemUrl(url, row, ['id']);

const body = async (overrides: Parameters<typeof teamValues>[1] = {}) =>
  jsonBody(await teamValues(t.db, overrides), teamCreate);

describe(`GET ${url}`, () => {
  it('walks through all rows in each order, without gap or repeat', async () => {
    for (let i = 0; i < 5; i++) await createTeam(t.db);
    const { total } = await t.read(`${url}?total=true`);
    expect(total).toBeGreaterThanOrEqual(5);
    for (const order of teamListing.sort) {
      const walked = await walk(t, `${url}?limit=2&sort=${order}`);
      expect(walked).toHaveLength(total);
      expect(new Set(walked.map(urlOf)).size).toBe(total);
      const back = await walk(t, `${url}?limit=2&sort=${reversed(order)}`);
      expect(back).toEqual(walked.toReversed());
    }
  });

  it('has an index for each order', async () => {
    expect(await sortedFor(t, teams, teamListing)).toEqual([]);
  });

  it('finds the rows that have a value, and leaves out others', async () => {
    await createTeam(t.db);
    const created = await t.read(urlOf(await createTeam(t.db)));
    for (const field of listed(['id', 'name'], teamListing.filter, teamResponse)) {
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
      const { data } = await t.read(
        `${url}?limit=${limit}&include=homeMatches,awayMatches,memberships,rivalriesByTeam,rivalriesByRival`,
      );
      expect(data).not.toHaveLength(0);
      return t.queries.length;
    };
    for (let i = 0; i < 5; i++) await createTeam(t.db);
    for (const limit of [1, 100]) {
      const queries = await count(limit);
      expect(queries).toBeGreaterThan(0);
      expect(queries).toBeLessThanOrEqual(6);
    }
  });
});

describe(`GET ${url}/:id`, () => {
  it('sends the row with its version, and nothing to who has that version', async () => {
    const row = await createTeam(t.db);
    const response = await t.send('GET', urlOf(row));
    expectStatus(response, 200);
    expect(urlOf(response.json())).toBe(urlOf(row));
    const { etag } = response.headers;
    const again = await t.send('GET', urlOf(row), { headers: { 'if-none-match': String(etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('answers 404 where there is no such row', async () => {
    expectProblem(await t.send('GET', urlOf({ id: 2147483647 })), 404);
  });
});

describe(`a key of the wrong type`, () => {
  it.each(['GET', 'PATCH', 'DELETE'] as const)('is refused by %s', async (method) => {
    const response = await t.send(method, urlOf({ id: 'not-a-key' }));
    expectProblem(response, 400, { parameter: 'id' });
  });
});

it('never sends what is kept inside', async () => {
  const target = urlOf(await createTeam(t.db));
  const rows = await walk(t, `${url}?limit=100`);
  expect(rows.map(urlOf)).toContain(target);
  for (const sent of [...rows, await t.read(target)]) {
    for (const name of ['isDeleted']) expect(sent).not.toHaveProperty([name]);
  }
});

it('offers neither filter nor order by what is kept inside', async () => {
  for (const name of ['isDeleted']) {
    const filter = new URLSearchParams({ [name]: '1' });
    const { errors } = expectProblem(await t.send('GET', `${url}?${filter.toString()}`), 400);
    expect(errors).toContainEqual({ parameter: name, detail: 'Is not known' });
    const sort = new URLSearchParams({ sort: name });
    expectProblem(await t.send('GET', `${url}?${sort.toString()}`), 400, { parameter: 'sort' });
  }
});

describe('include', () => {
  it('brings homeMatches along', async () => {
    const row = await createTeam(t.db);
    const made = await createMatch(t.db, { homeTeamId: row.id });
    for (const list of [wholeList(teamIncludes.homeMatches, row)].filter((one) => one !== null)) {
      expect(await walk(t, list)).toEqual([expect.objectContaining({ id: String(made.id) })]);
    }
    const sent = await t.read(`${urlOf(row)}?include=homeMatches`);
    expect(sent['homeMatches']).toEqual([expect.objectContaining({ id: String(made.id) })]);
  });

  it('brings awayMatches along', async () => {
    const row = await createTeam(t.db);
    const made = await createMatch(t.db, { awayTeamId: row.id });
    for (const list of [wholeList(teamIncludes.awayMatches, row)].filter((one) => one !== null)) {
      expect(await walk(t, list)).toEqual([expect.objectContaining({ id: String(made.id) })]);
    }
    const sent = await t.read(`${urlOf(row)}?include=awayMatches`);
    expect(sent['awayMatches']).toEqual([expect.objectContaining({ id: String(made.id) })]);
  });

  it('brings memberships along', async () => {
    const row = await createTeam(t.db);
    const made = await createMembership(t.db, { teamId: row.id });
    for (const list of [wholeList(teamIncludes.memberships, row)].filter((one) => one !== null)) {
      expect(await walk(t, list)).toEqual([
        expect.objectContaining({ teamId: made.teamId, playerId: made.playerId }),
      ]);
    }
    const sent = await t.read(`${urlOf(row)}?include=memberships`);
    expect(sent['memberships']).toEqual([
      expect.objectContaining({ teamId: made.teamId, playerId: made.playerId }),
    ]);
  });

  it('brings rivalriesByTeam along', async () => {
    const row = await createTeam(t.db);
    const made = await createRivalry(t.db, { teamId: row.id });
    for (const list of [wholeList(teamIncludes.rivalriesByTeam, row)].filter(
      (one) => one !== null,
    )) {
      expect(await walk(t, list)).toEqual([
        expect.objectContaining({ teamId: made.teamId, rivalId: made.rivalId }),
      ]);
    }
    const sent = await t.read(`${urlOf(row)}?include=rivalriesByTeam`);
    expect(sent['rivalriesByTeam']).toEqual([
      expect.objectContaining({ teamId: made.teamId, rivalId: made.rivalId }),
    ]);
  });

  it('brings rivalriesByRival along', async () => {
    const row = await createTeam(t.db);
    const made = await createRivalry(t.db, { rivalId: row.id });
    for (const list of [wholeList(teamIncludes.rivalriesByRival, row)].filter(
      (one) => one !== null,
    )) {
      expect(await walk(t, list)).toEqual([
        expect.objectContaining({ teamId: made.teamId, rivalId: made.rivalId }),
      ]);
    }
    const sent = await t.read(`${urlOf(row)}?include=rivalriesByRival`);
    expect(sent['rivalriesByRival']).toEqual([
      expect.objectContaining({ teamId: made.teamId, rivalId: made.rivalId }),
    ]);
  });

  it('has no version where related rows come along', async () => {
    const target = urlOf(await createTeam(t.db));
    const { etag } = (await t.send('GET', target)).headers;
    const headers = { 'if-none-match': String(etag) };
    const response = await t.send('GET', `${target}?include=homeMatches`, { headers });
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
    const locked = ['notAField', 'id', 'isDeleted', 'createdAt'];
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
    await failOnce(teams);
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

  it.each(listed(['name'], teamCreate))('refuses a new team without %s', async (field) => {
    const { [field]: _, ...payload } = await body();
    const response = await t.send('POST', url, { payload });
    expectProblem(response, 422, { pointer: jsonPointer([field]) });
  });

  it.each(listedKeys([['name']], teamCreate))(
    'refuses a second team with the same name',
    async () => {
      const existing = await createTeam(t.db);
      const payload = await body({ name: existing.name });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/name' });
    },
  );

  it.each(listedKeys([['name']], teamCreate))(
    'says that a team which is deleted has the same name',
    async () => {
      const existing = await createTeam(t.db, { isDeleted: true });
      const payload = await body({ name: existing.name });
      const response = await t.send('POST', url, { payload });
      const { errors } = expectProblem(response, 409, { pointer: '#/name' });
      expect(errors).toContainEqual({ pointer: '#/name', detail: 'Is taken by what is deleted' });
    },
  );
});

describe(`DELETE ${url}/:id`, () => {
  it('removes the row from wherever it could be read, and no other', async () => {
    const target = urlOf(await createTeam(t.db));
    const other = urlOf(await createTeam(t.db));
    expectStatus(await t.send('DELETE', target), 204);
    expectProblem(await t.send('GET', target), 404);
    expectProblem(await t.send('DELETE', target), 404);
    const rest = (await walk(t, `${url}?limit=100`)).map(urlOf);
    expect(rest).toContain(other);
    expect(rest).not.toContain(target);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createTeam(t.db));
    await failOnce(teams);
    expectStatus(await t.send('DELETE', target), 204);
  });

  it('refuses a version that is not the current one', async () => {
    const target = urlOf(await createTeam(t.db));
    const headers = { 'if-match': '"0"' };
    expectProblem(await t.send('DELETE', target, { headers }), 412);
    await t.read(target);
  });
});
