import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem, expectStatus } from '../../../test/expect';
import { duringWrite, failOnce } from '../../../test/conflicts';
import { createNote, noteValues } from '../../../test/factories/notes';
import { itemUrl, jsonBody, walk } from '../../../test/http';
import { sortedFor } from '../../../test/plan';
import { changeOf, listed } from '../../../test/schemas';
import { notes } from '../../db/schema';
import { reversed } from '../../http/list';
import { jsonPointer } from '../../http/pointer';
import { noteCreate, noteListing, noteResponse, noteUpdate } from './notes.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into notes.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/notes';
const urlOf = (row: Record<string, unknown>) => itemUrl(url, row, ['id']);

const body = async (overrides: Parameters<typeof noteValues>[1] = {}) => {
  const values = await noteValues(t.db, overrides);
  // What a row refers to may have to be of whoever sends it, and there may be room for one row of each.
  await t.postAs(values.memberId);
  return jsonBody(values, noteCreate);
};

describe(`GET ${url}`, () => {
  it('walks through all rows in each order, without gap or repeat', async () => {
    for (let i = 0; i < 5; i++) await createNote(t.db);
    const { total } = await t.read(`${url}?total=true`);
    expect(total).toBeGreaterThanOrEqual(5);
    for (const order of noteListing.sort) {
      const walked = await walk(t, `${url}?limit=2&sort=${order}`);
      expect(walked).toHaveLength(total);
      expect(new Set(walked.map(urlOf)).size).toBe(total);
      const back = await walk(t, `${url}?limit=2&sort=${reversed(order)}`);
      expect(back).toEqual(walked.toReversed());
    }
  });

  it('has an index for each order', async () => {
    expect(await sortedFor(t, notes, noteListing, { scope: notes.memberId })).toEqual([]);
  });

  it('finds the rows that have a value, and leaves out others', async () => {
    await createNote(t.db);
    const created = await t.read(urlOf(await createNote(t.db)));
    for (const field of listed(['id', 'memberId'], noteListing.filter, noteResponse)) {
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
      const { data } = await t.read(`${url}?limit=${limit}&include=member,profile`);
      expect(data).not.toHaveLength(0);
      return t.queries.length;
    };
    for (let i = 0; i < 5; i++) await createNote(t.db);
    for (const limit of [1, 100]) {
      const queries = await count(limit);
      expect(queries).toBeGreaterThan(0);
      expect(queries).toBeLessThanOrEqual(3);
    }
  });
});

describe(`GET ${url}/:id`, () => {
  it('sends the row with its version, and nothing to who has that version', async () => {
    const row = await createNote(t.db);
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

describe('include', () => {
  it('brings member along', async () => {
    const row = await createNote(t.db);
    const sent = await t.read(`${urlOf(row)}?include=member`);
    expect(sent['member']).toHaveProperty('id', row.memberId);
    expect(sent['member']).not.toHaveProperty(['deletedAt']);
  });

  it('does not bring member along once it is deleted', async () => {
    const row = await createNote(t.db);
    const gone = itemUrl('/v1/members', { id: row.memberId }, ['id']);
    expectStatus(await t.send('DELETE', gone), 204);
    const sent = await t.read(`${urlOf(row)}?include=member`);
    expect(sent['member']).toBeNull();
  });

  it('has no version where related rows come along', async () => {
    const target = urlOf(await createNote(t.db));
    const { etag } = (await t.send('GET', target)).headers;
    const headers = { 'if-none-match': String(etag) };
    const response = await t.send('GET', `${target}?include=member`, { headers });
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
    const locked = ['notAField', 'id', 'memberId'];
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
    await failOnce(notes);
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

  it.each(listed(['text'], noteCreate))('refuses a new note without %s', async (field) => {
    const { [field]: _, ...payload } = await body();
    const response = await t.send('POST', url, { payload });
    expectProblem(response, 422, { pointer: jsonPointer([field]) });
  });
});

describe(`PATCH ${url}/:id`, () => {
  const n = 1;
  const { field, original, payload } = changeOf<Partial<typeof notes.$inferInsert>>(
    [
      {
        field: 'text',
        original: { text: `A few words about note ${n}.` },
        changed: { text: `A few words about note ${n + 1}.` },
      },
    ],
    noteUpdate,
    noteResponse,
  );

  it('changes what is sent and nothing else', async () => {
    const before = await t.send('GET', urlOf(await createNote(t.db, original)));
    const other = await t.send('GET', urlOf(await createNote(t.db)));
    const response = await t.send('PATCH', urlOf(before.json()), { payload });
    expectStatus(response, 200);
    expect(response.headers.etag).not.toBe(before.headers.etag);
    const [old, changed] = [before.json(), response.json()];
    expect(changed[field]).not.toEqual(old[field]);
    for (const name of Object.keys(payload)) delete old[name];
    expect(changed).toMatchObject(old);

    const after = await t.send('GET', urlOf(changed));
    expect([after.json(), after.headers.etag]).toEqual([changed, response.headers.etag]);
    const otherAfter = await t.send('GET', urlOf(other.json()));
    expect(otherAfter.headers.etag).toBe(other.headers.etag);
  });

  it('takes back what it sent', async () => {
    const target = urlOf(await createNote(t.db));
    const sent = await t.read(target);
    const again = jsonBody(sent, noteUpdate);
    const response = await t.send('PATCH', target, { payload: again });
    expectStatus(response, 200);
    expect(response.json()).toMatchObject(again);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createNote(t.db, original));
    await failOnce(notes);
    const response = await t.send('PATCH', target, { payload });
    expectStatus(response, 200);
  });

  it('lets one of many through who change the same version at once', async () => {
    const row = await createNote(t.db, original);
    const { etag } = (await t.send('GET', urlOf(row))).headers;
    const headers = { 'if-match': String(etag) };
    const responses = await Promise.all(
      [1, 2, 3, 4, 5].map(() => t.send('PATCH', urlOf(row), { payload, headers })),
    );
    const statuses = responses.map((r) => r.statusCode);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412, 412]);
  });

  it('refuses a version that another write replaces while it waits', async () => {
    const target = urlOf(await createNote(t.db, original));
    for (const method of ['PATCH', 'DELETE'] as const) {
      const { etag } = (await t.send('GET', target)).headers;
      const headers = { 'if-match': String(etag) };
      const response = await duringWrite(
        t.db,
        (tx) => tx.update(notes).set(original),
        () => t.send(method, target, { headers, ...(method === 'PATCH' && { payload }) }),
      );
      expectProblem(response, 412);
    }
  });

  it('refuses an empty change, and what a client may not change', async () => {
    const target = urlOf(await createNote(t.db));
    expectProblem(await t.send('PATCH', target, { payload: {} }), 422);
    const fixed = ['notAField', 'id', 'memberId'];
    const changes = { ...payload, ...Object.fromEntries(fixed.map((name) => [name, null])) };
    const response = await t.send('PATCH', target, { payload: changes });
    const { errors } = expectProblem(response, 422);
    expect(errors).toEqual(fixed.map((name) => ({ pointer: `#/${name}`, detail: 'Is not known' })));
  });

  it('answers 404 where there is no such row', async () => {
    const target = urlOf({ id: 2147483647 });
    expectProblem(await t.send('PATCH', target, { payload }), 404);
  });
});

describe(`DELETE ${url}/:id`, () => {
  it('removes the row from wherever it could be read, and no other', async () => {
    const target = urlOf(await createNote(t.db));
    const other = urlOf(await createNote(t.db));
    expectStatus(await t.send('DELETE', target), 204);
    expectProblem(await t.send('GET', target), 404);
    expectProblem(await t.send('DELETE', target), 404);
    const rest = (await walk(t, `${url}?limit=100`)).map(urlOf);
    expect(rest).toContain(other);
    expect(rest).not.toContain(target);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createNote(t.db));
    await failOnce(notes);
    expectStatus(await t.send('DELETE', target), 204);
  });

  it('refuses a version that is not the current one', async () => {
    const target = urlOf(await createNote(t.db));
    const headers = { 'if-match': '"0"' };
    expectProblem(await t.send('DELETE', target, { headers }), 412);
    await t.read(target);
  });
});
