import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem, expectStatus } from '../../../test/expect';
import { duringWrite, failOnce } from '../../../test/conflicts';
import { createOrder, orderValues } from '../../../test/factories/orders';
import { createUser } from '../../../test/factories/users';
import { itemUrl, jsonBody, walk } from '../../../test/http';
import { sortedFor } from '../../../test/plan';
import { changeOf, listed, listedKeys } from '../../../test/schemas';
import { order as orderTable } from '../../db/schema';
import { reversed } from '../../http/list';
import { jsonPointer } from '../../http/pointer';
import { orderCreate, orderListing, orderResponse, orderUpdate } from './orders.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into orders.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/orders';
const urlOf = (row: Record<string, unknown>) => itemUrl(url, row, ['userId', 'placedAt']);

const body = async (overrides: Parameters<typeof orderValues>[1] = {}) =>
  jsonBody(await orderValues(t.db, overrides), orderCreate);

describe(`GET ${url}`, () => {
  it('walks through all rows in each order, without gap or repeat', async () => {
    for (let i = 0; i < 5; i++) await createOrder(t.db);
    const { total } = await t.read(`${url}?total=true`);
    expect(total).toBeGreaterThanOrEqual(5);
    for (const order of orderListing.sort) {
      const walked = await walk(t, `${url}?limit=2&sort=${order}`);
      expect(walked).toHaveLength(total);
      expect(new Set(walked.map(urlOf)).size).toBe(total);
      const back = await walk(t, `${url}?limit=2&sort=${reversed(order)}`);
      expect(back).toEqual(walked.toReversed());
    }
  });

  it('has an index for each order', async () => {
    expect(await sortedFor(t, orderTable, orderListing)).toEqual([]);
  });

  it('finds the rows that have a value, and leaves out others', async () => {
    await createOrder(t.db);
    const created = await t.read(urlOf(await createOrder(t.db)));
    for (const field of listed(['userId', 'number'], orderListing.filter, orderResponse)) {
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
        `${url}?limit=${limit}&include=createdByUser,approvedByUser,user,columns`,
      );
      expect(data).not.toHaveLength(0);
      return t.queries.length;
    };
    for (let i = 0; i < 5; i++) await createOrder(t.db);
    for (const limit of [1, 100]) {
      const queries = await count(limit);
      expect(queries).toBeGreaterThan(0);
      expect(queries).toBeLessThanOrEqual(5);
    }
  });
});

describe(`GET ${url}/:userId/:placedAt`, () => {
  it('sends the row with its version, and nothing to who has that version', async () => {
    const row = await createOrder(t.db);
    const response = await t.send('GET', urlOf(row));
    expectStatus(response, 200);
    expect(urlOf(response.json())).toBe(urlOf(row));
    const { etag } = response.headers;
    const again = await t.send('GET', urlOf(row), { headers: { 'if-none-match': String(etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('answers 404 where there is no such row', async () => {
    expectProblem(await t.send('GET', urlOf({ userId: 'missing', placedAt: new Date(0) })), 404);
  });
});

describe(`a key of the wrong type`, () => {
  it.each(['GET', 'PATCH', 'DELETE'] as const)('is refused by %s', async (method) => {
    const response = await t.send(method, urlOf({ userId: 'missing', placedAt: 'not-a-key' }));
    expectProblem(response, 400, { parameter: 'placedAt' });
  });
});

describe('include', () => {
  it('brings user along', async () => {
    const row = await createOrder(t.db);
    const sent = await t.read(`${urlOf(row)}?include=user`);
    expect(sent['user']).toHaveProperty('id', row.userId);
    expect(sent['user']).not.toHaveProperty(['passwordHash']);
    expect(sent['user']).not.toHaveProperty(['deletedAt']);
  });

  it('does not bring user along once it is deleted', async () => {
    const row = await createOrder(t.db);
    const gone = itemUrl('/v1/users', { id: row.userId }, ['id']);
    expectStatus(await t.send('DELETE', gone), 204);
    const sent = await t.read(`${urlOf(row)}?include=user`);
    expect(sent['user']).toBeNull();
  });

  it('has no version where related rows come along', async () => {
    const target = urlOf(await createOrder(t.db));
    const { etag } = (await t.send('GET', target)).headers;
    const headers = { 'if-none-match': String(etag) };
    const response = await t.send('GET', `${target}?include=createdByUser`, { headers });
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
    const locked = ['notAField', 'number'];
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
    await failOnce(orderTable);
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

  it.each(listed(['userId', 'placedAt', 'total'], orderCreate))(
    'refuses a new order without %s',
    async (field) => {
      const { [field]: _, ...payload } = await body();
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 422, { pointer: jsonPointer([field]) });
    },
  );

  it.each(listed(['userId'], orderCreate))(
    'refuses a new order whose %s no URL can hold',
    async (field) => {
      const payload = { ...(await body()), [field]: '..' };
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 422, { pointer: jsonPointer([field]) });
    },
  );

  it.each(listedKeys([['userId', 'placedAt']], orderCreate))(
    'refuses a second order with the same user id and placed at',
    async () => {
      const existing = await createOrder(t.db);
      const payload = await body({ userId: existing.userId, placedAt: existing.placedAt });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/userId' });
    },
  );

  it.each(listedKeys([['createdBy']], orderCreate))(
    'refuses a new order whose created by does not exist',
    async () => {
      const payload = await body({ createdBy: 'missing' });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/createdBy' });
    },
  );

  it.each(listedKeys([['approvedBy']], orderCreate))(
    'refuses a new order whose approved by does not exist',
    async () => {
      const payload = await body({ approvedBy: 'missing' });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/approvedBy' });
    },
  );

  it.each(listedKeys([['userId']], orderCreate))(
    'refuses a new order whose user id does not exist',
    async () => {
      const payload = await body({ userId: 'missing' });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/userId' });
    },
  );

  it.each(listedKeys([['createdBy']], orderCreate))(
    'refuses a new order whose created by is deleted',
    async () => {
      const gone = await createUser(t.db, { deletedAt: new Date() });
      const payload = await body({ createdBy: gone.id });
      expectProblem(await t.send('POST', url, { payload }), 409, { pointer: '#/createdBy' });
    },
  );

  it.each(listedKeys([['approvedBy']], orderCreate))(
    'refuses a new order whose approved by is deleted',
    async () => {
      const gone = await createUser(t.db, { deletedAt: new Date() });
      const payload = await body({ approvedBy: gone.id });
      expectProblem(await t.send('POST', url, { payload }), 409, { pointer: '#/approvedBy' });
    },
  );

  it.each(listedKeys([['userId']], orderCreate))(
    'refuses a new order whose user id is deleted',
    async () => {
      const gone = await createUser(t.db, { deletedAt: new Date() });
      const payload = await body({ userId: gone.id });
      expectProblem(await t.send('POST', url, { payload }), 409, { pointer: '#/userId' });
    },
  );
});

describe(`PATCH ${url}/:userId/:placedAt`, () => {
  const n = 1;
  const { field, original, payload } = changeOf<Partial<typeof orderTable.$inferInsert>>(
    [
      {
        field: 'total',
        original: { total: 5 + (n % 496) },
        changed: { total: 5 + ((n + 1) % 496) },
      },
    ],
    orderUpdate,
    orderResponse,
  );

  it('changes what is sent and nothing else', async () => {
    const before = await t.send('GET', urlOf(await createOrder(t.db, original)));
    const other = await t.send('GET', urlOf(await createOrder(t.db)));
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
    const target = urlOf(await createOrder(t.db));
    const sent = await t.read(target);
    const again = jsonBody(sent, orderUpdate);
    const response = await t.send('PATCH', target, { payload: again });
    expectStatus(response, 200);
    expect(response.json()).toMatchObject(again);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createOrder(t.db, original));
    await failOnce(orderTable);
    const response = await t.send('PATCH', target, { payload });
    expectStatus(response, 200);
  });

  it('lets one of many through who change the same version at once', async () => {
    const row = await createOrder(t.db, original);
    const { etag } = (await t.send('GET', urlOf(row))).headers;
    const headers = { 'if-match': String(etag) };
    const responses = await Promise.all(
      [1, 2, 3, 4, 5].map(() => t.send('PATCH', urlOf(row), { payload, headers })),
    );
    const statuses = responses.map((r) => r.statusCode);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412, 412]);
  });

  it('refuses a version that another write replaces while it waits', async () => {
    const target = urlOf(await createOrder(t.db, original));
    for (const method of ['PATCH', 'DELETE'] as const) {
      const { etag } = (await t.send('GET', target)).headers;
      const headers = { 'if-match': String(etag) };
      const response = await duringWrite(
        t.db,
        (tx) => tx.update(orderTable).set(original),
        () => t.send(method, target, { headers, ...(method === 'PATCH' && { payload }) }),
      );
      expectProblem(response, 412);
    }
  });

  it('refuses an empty change, and what a client may not change', async () => {
    const target = urlOf(await createOrder(t.db));
    expectProblem(await t.send('PATCH', target, { payload: {} }), 422);
    const fixed = ['notAField', 'userId', 'placedAt', 'number'];
    const changes = { ...payload, ...Object.fromEntries(fixed.map((name) => [name, null])) };
    const response = await t.send('PATCH', target, { payload: changes });
    const { errors } = expectProblem(response, 422);
    expect(errors).toEqual(fixed.map((name) => ({ pointer: `#/${name}`, detail: 'Is not known' })));
  });

  it('answers 404 where there is no such row', async () => {
    const target = urlOf({ userId: 'missing', placedAt: new Date(0) });
    expectProblem(await t.send('PATCH', target, { payload }), 404);
  });
});

it.each(listedKeys([['createdBy']], orderUpdate))(
  'lets no order come to refer to a user that is deleted',
  async () => {
    const target = urlOf(await createOrder(t.db));
    const gone = await createUser(t.db, { deletedAt: new Date() });
    const payload = jsonBody({ createdBy: gone.id }, orderUpdate);
    expectProblem(await t.send('PATCH', target, { payload }), 409, { pointer: '#/createdBy' });
  },
);

it.each(listedKeys([['createdBy']], orderUpdate))(
  'lets an order be sent back that refers to a user which is deleted by now',
  async () => {
    const gone = await createUser(t.db, { deletedAt: new Date() });
    const target = urlOf(await createOrder(t.db, { createdBy: gone.id }));
    const payload = jsonBody({ createdBy: gone.id }, orderUpdate);
    expectStatus(await t.send('PATCH', target, { payload }), 200);
  },
);

it.each(listedKeys([['approvedBy']], orderUpdate))(
  'lets no order come to refer to a user that is deleted',
  async () => {
    const target = urlOf(await createOrder(t.db));
    const gone = await createUser(t.db, { deletedAt: new Date() });
    const payload = jsonBody({ approvedBy: gone.id }, orderUpdate);
    expectProblem(await t.send('PATCH', target, { payload }), 409, { pointer: '#/approvedBy' });
  },
);

it.each(listedKeys([['approvedBy']], orderUpdate))(
  'lets an order be sent back that refers to a user which is deleted by now',
  async () => {
    const gone = await createUser(t.db, { deletedAt: new Date() });
    const target = urlOf(await createOrder(t.db, { approvedBy: gone.id }));
    const payload = jsonBody({ approvedBy: gone.id }, orderUpdate);
    expectStatus(await t.send('PATCH', target, { payload }), 200);
  },
);

describe(`DELETE ${url}/:userId/:placedAt`, () => {
  it('removes the row from wherever it could be read, and no other', async () => {
    const target = urlOf(await createOrder(t.db));
    const other = urlOf(await createOrder(t.db));
    expectStatus(await t.send('DELETE', target), 204);
    expectProblem(await t.send('GET', target), 404);
    expectProblem(await t.send('DELETE', target), 404);
    const rest = (await walk(t, `${url}?limit=100`)).map(urlOf);
    expect(rest).toContain(other);
    expect(rest).not.toContain(target);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createOrder(t.db));
    await failOnce(orderTable);
    expectStatus(await t.send('DELETE', target), 204);
  });

  it('refuses a version that is not the current one', async () => {
    const target = urlOf(await createOrder(t.db));
    const headers = { 'if-match': '"0"' };
    expectProblem(await t.send('DELETE', target, { headers }), 412);
    await t.read(target);
  });
});

it('tells rows apart by each part of their key', async () => {
  const row = await createOrder(t.db);
  for (const shared of [{ placedAt: row.placedAt }] as const) {
    const other = urlOf(await createOrder(t.db, shared));
    expect(urlOf(await t.read(other))).toBe(other);
    expectStatus(await t.send('DELETE', other), 204);
    await t.read(urlOf(row));
  }
});
