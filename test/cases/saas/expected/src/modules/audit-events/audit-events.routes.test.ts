import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem, expectStatus } from '../../../test/expect';
import { failOnce } from '../../../test/conflicts';
import { createAuditEvent, auditEventValues } from '../../../test/factories/audit-events';
import { createOrganization } from '../../../test/factories/organizations';
import { itemUrl, jsonBody, walk } from '../../../test/http';
import { sortedFor } from '../../../test/plan';
import { listed, listedKeys } from '../../../test/schemas';
import { auditEvents } from '../../db/schema';
import { reversed } from '../../http/list';
import { jsonPointer } from '../../http/pointer';
import { auditEventCreate, auditEventListing, auditEventResponse } from './audit-events.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into audit-events.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/audit-events';
const urlOf = (row: Record<string, unknown>) => itemUrl(url, row, ['id']);

const body = async (overrides: Parameters<typeof auditEventValues>[1] = {}) =>
  jsonBody(await auditEventValues(t.db, overrides), auditEventCreate);

describe(`GET ${url}`, () => {
  it('walks through all rows in each order, without gap or repeat', async () => {
    for (let i = 0; i < 5; i++) await createAuditEvent(t.db);
    const { total } = await t.read(`${url}?total=true`);
    expect(total).toBeGreaterThanOrEqual(5);
    for (const order of auditEventListing.sort) {
      const walked = await walk(t, `${url}?limit=2&sort=${order}`);
      expect(walked).toHaveLength(total);
      expect(new Set(walked.map(urlOf)).size).toBe(total);
      const back = await walk(t, `${url}?limit=2&sort=${reversed(order)}`);
      expect(back).toEqual(walked.toReversed());
    }
  });

  it('has an index for each order', async () => {
    expect(await sortedFor(t, auditEvents, auditEventListing)).toEqual([]);
  });

  it('finds the rows that have a value, and leaves out others', async () => {
    await createAuditEvent(t.db);
    const created = await t.read(urlOf(await createAuditEvent(t.db)));
    for (const field of listed(
      ['id', 'organizationId', 'subjectType', 'createdAt'],
      auditEventListing.filter,
      auditEventResponse,
    )) {
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
      const { data } = await t.read(`${url}?limit=${limit}&include=organization,actor`);
      expect(data).not.toHaveLength(0);
      return t.queries.length;
    };
    for (let i = 0; i < 5; i++) await createAuditEvent(t.db);
    for (const limit of [1, 100]) {
      const queries = await count(limit);
      expect(queries).toBeGreaterThan(0);
      expect(queries).toBeLessThanOrEqual(3);
    }
  });
});

describe(`GET ${url}/:id`, () => {
  it('sends the row with its version, and nothing to who has that version', async () => {
    const row = await createAuditEvent(t.db);
    const response = await t.send('GET', urlOf(row));
    expectStatus(response, 200);
    expect(urlOf(response.json())).toBe(urlOf(row));
    const { etag } = response.headers;
    const again = await t.send('GET', urlOf(row), { headers: { 'if-none-match': String(etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('answers 404 where there is no such row', async () => {
    expectProblem(await t.send('GET', urlOf({ id: 9007199254740991n })), 404);
  });
});

it('refuses a key of the wrong type', async () => {
  expectProblem(await t.send('GET', urlOf({ id: 'not-a-key' })), 400, { parameter: 'id' });
});

describe('include', () => {
  it('brings organization along', async () => {
    const row = await createAuditEvent(t.db);
    const sent = await t.read(`${urlOf(row)}?include=organization`);
    expect(sent['organization']).toHaveProperty('id', row.organizationId);
    expect(sent['organization']).not.toHaveProperty(['deletedAt']);
  });

  it('does not bring organization along once it is deleted', async () => {
    const row = await createAuditEvent(t.db);
    const gone = itemUrl('/v1/organizations', { id: row.organizationId }, ['id']);
    expectStatus(await t.send('DELETE', gone), 204);
    const sent = await t.read(`${urlOf(row)}?include=organization`);
    expect(sent['organization']).toBeNull();
  });

  it('has no version where related rows come along', async () => {
    const target = urlOf(await createAuditEvent(t.db));
    const { etag } = (await t.send('GET', target)).headers;
    const headers = { 'if-none-match': String(etag) };
    const response = await t.send('GET', `${target}?include=organization`, { headers });
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
    const locked = ['notAField', 'id', 'createdAt'];
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
    await failOnce(auditEvents);
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

  it.each(listed(['organizationId', 'action', 'subjectType'], auditEventCreate))(
    'refuses a new audit event without %s',
    async (field) => {
      const { [field]: _, ...payload } = await body();
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 422, { pointer: jsonPointer([field]) });
    },
  );

  it.each(listedKeys([['organizationId']], auditEventCreate))(
    'refuses a new audit event whose organization id does not exist',
    async () => {
      const payload = await body({ organizationId: 'ffffffff-ffff-4fff-bfff-ffffffffffff' });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/organizationId' });
    },
  );

  it.each(listedKeys([['actorId']], auditEventCreate))(
    'refuses a new audit event whose actor id does not exist',
    async () => {
      const payload = await body({ actorId: 'ffffffff-ffff-4fff-bfff-ffffffffffff' });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/actorId' });
    },
  );

  it.each(listedKeys([['organizationId']], auditEventCreate))(
    'refuses a new audit event whose organization id is deleted',
    async () => {
      const gone = await createOrganization(t.db, { deletedAt: new Date() });
      const payload = await body({ organizationId: gone.id });
      expectProblem(await t.send('POST', url, { payload }), 409, { pointer: '#/organizationId' });
    },
  );
});

it('has no way to change or delete an audit event', async () => {
  const target = urlOf(await createAuditEvent(t.db));
  const before = await t.send('GET', target);
  for (const method of ['PATCH', 'PUT', 'DELETE'] as const) {
    expectProblem(await t.send(method, target, { payload: {} }), 404);
  }
  const after = await t.send('GET', target);
  expect([after.json(), after.headers.etag]).toEqual([before.json(), before.headers.etag]);
});
