import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app';
import { expectProblem, expectStatus } from '../../../test/expect';
import { duringWrite, failOnce } from '../../../test/conflicts';
import { createProduct, productValues } from '../../../test/factories/products';
import { createOrderItem } from '../../../test/factories/order-items';
import { createReview } from '../../../test/factories/reviews';
import { itemUrl, jsonBody, walk } from '../../../test/http';
import { sortedFor } from '../../../test/plan';
import { changeOf, listed, listedKeys } from '../../../test/schemas';
import { products } from '../../db/schema';
import { wholeList } from '../../http/includes';
import { reversed } from '../../http/list';
import { jsonPointer } from '../../http/pointer';
import { productIncludes } from './products.includes';
import { productCreate, productListing, productResponse, productUpdate } from './products.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into products.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const url = '/v1/products';
const urlOf = (row: Record<string, unknown>) => itemUrl(url, row, ['id']);

const body = async (overrides: Parameters<typeof productValues>[1] = {}) =>
  jsonBody(await productValues(t.db, overrides), productCreate);

describe(`GET ${url}`, () => {
  it('walks through all rows in each order, without gap or repeat', async () => {
    for (let i = 0; i < 5; i++) await createProduct(t.db);
    const { total } = await t.read(`${url}?total=true`);
    expect(total).toBeGreaterThanOrEqual(5);
    for (const order of productListing.sort) {
      const walked = await walk(t, `${url}?limit=2&sort=${order}`);
      expect(walked).toHaveLength(total);
      expect(new Set(walked.map(urlOf)).size).toBe(total);
      const back = await walk(t, `${url}?limit=2&sort=${reversed(order)}`);
      expect(back).toEqual(walked.toReversed());
    }
  });

  it('has an index for each order', async () => {
    expect(await sortedFor(t, products, productListing)).toEqual([]);
  });

  it('finds the rows that have a value, and leaves out others', async () => {
    await createProduct(t.db);
    const created = await t.read(urlOf(await createProduct(t.db)));
    for (const field of listed(
      ['id', 'categoryId', 'sku', 'price', 'createdAt'],
      productListing.filter,
      productResponse,
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
      const { data } = await t.read(
        `${url}?limit=${limit}&include=category,orderItems,reviews,collections`,
      );
      expect(data).not.toHaveLength(0);
      return t.queries.length;
    };
    for (let i = 0; i < 5; i++) await createProduct(t.db);
    for (const limit of [1, 100]) {
      const queries = await count(limit);
      expect(queries).toBeGreaterThan(0);
      expect(queries).toBeLessThanOrEqual(5);
    }
  });
});

describe(`GET ${url}/:id`, () => {
  it('sends the row with its version, and nothing to who has that version', async () => {
    const row = await createProduct(t.db);
    const response = await t.send('GET', urlOf(row));
    expectStatus(response, 200);
    expect(urlOf(response.json())).toBe(urlOf(row));
    const { etag } = response.headers;
    const again = await t.send('GET', urlOf(row), { headers: { 'if-none-match': String(etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('answers 404 where there is no such row', async () => {
    expectProblem(await t.send('GET', urlOf({ id: 'ffffffff-ffff-4fff-bfff-ffffffffffff' })), 404);
  });
});

describe(`a key of the wrong type`, () => {
  it.each(['GET', 'PATCH', 'DELETE'] as const)('is refused by %s', async (method) => {
    const response = await t.send(method, urlOf({ id: 'not-a-key' }));
    expectProblem(response, 400, { parameter: 'id' });
  });
});

it('never sends what is kept inside', async () => {
  const target = urlOf(await createProduct(t.db));
  const rows = await walk(t, `${url}?limit=100`);
  expect(rows.map(urlOf)).toContain(target);
  for (const sent of [...rows, await t.read(target)]) {
    for (const name of ['deletedAt']) expect(sent).not.toHaveProperty([name]);
  }
});

it('offers neither filter nor order by what is kept inside', async () => {
  for (const name of ['deletedAt']) {
    const filter = new URLSearchParams({ [name]: '1' });
    const { errors } = expectProblem(await t.send('GET', `${url}?${filter.toString()}`), 400);
    expect(errors).toContainEqual({ parameter: name, detail: 'Is not known' });
    const sort = new URLSearchParams({ sort: name });
    expectProblem(await t.send('GET', `${url}?${sort.toString()}`), 400, { parameter: 'sort' });
  }
});

describe('include', () => {
  it('brings category along', async () => {
    const row = await createProduct(t.db);
    const sent = await t.read(`${urlOf(row)}?include=category`);
    expect(sent['category']).toHaveProperty('id', row.categoryId);
  });

  it('brings orderItems along', async () => {
    const row = await createProduct(t.db);
    const made = await createOrderItem(t.db, { productId: row.id });
    for (const list of [wholeList(productIncludes.orderItems, row)].filter((one) => one !== null)) {
      expect(await walk(t, list)).toEqual([expect.objectContaining({ id: made.id })]);
    }
    const sent = await t.read(`${urlOf(row)}?include=orderItems`);
    expect(sent['orderItems']).toEqual([expect.objectContaining({ id: made.id })]);
  });

  it('brings reviews along', async () => {
    const row = await createProduct(t.db);
    const made = await createReview(t.db, { productId: row.id });
    for (const list of [wholeList(productIncludes.reviews, row)].filter((one) => one !== null)) {
      expect(await walk(t, list)).toEqual([expect.objectContaining({ id: made.id })]);
    }
    const sent = await t.read(`${urlOf(row)}?include=reviews`);
    expect(sent['reviews']).toEqual([expect.objectContaining({ id: made.id })]);
  });

  it('knows the list that has all collections', async () => {
    const row = await createProduct(t.db);
    const sent = await t.read(`${urlOf(row)}?include=collections`);
    expect(sent['collections']).toEqual([]);
    expect(await t.read(String(wholeList(productIncludes.collections, row)))).toMatchObject({
      data: [],
    });
  });

  it('has no version where related rows come along', async () => {
    const target = urlOf(await createProduct(t.db));
    const { etag } = (await t.send('GET', target)).headers;
    const headers = { 'if-none-match': String(etag) };
    const response = await t.send('GET', `${target}?include=category`, { headers });
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
    const locked = ['notAField', 'id', 'deletedAt', 'createdAt', 'updatedAt'];
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
    await failOnce(products);
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

  it.each(listed(['categoryId', 'sku', 'name', 'price'], productCreate))(
    'refuses a new product without %s',
    async (field) => {
      const { [field]: _, ...payload } = await body();
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 422, { pointer: jsonPointer([field]) });
    },
  );

  it.each(listedKeys([['sku']], productCreate))(
    'refuses a second product with the same sku',
    async () => {
      const existing = await createProduct(t.db);
      const payload = await body({ sku: existing.sku });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/sku' });
    },
  );

  it.each(listedKeys([['sku']], productCreate))(
    'says that a product which is deleted has the same sku',
    async () => {
      const existing = await createProduct(t.db, { deletedAt: new Date() });
      const payload = await body({ sku: existing.sku });
      const response = await t.send('POST', url, { payload });
      const { errors } = expectProblem(response, 409, { pointer: '#/sku' });
      expect(errors).toContainEqual({ pointer: '#/sku', detail: 'Is taken by what is deleted' });
    },
  );

  it.each(listedKeys([['categoryId']], productCreate))(
    'refuses a new product whose category id does not exist',
    async () => {
      const payload = await body({ categoryId: 'ffffffff-ffff-4fff-bfff-ffffffffffff' });
      const response = await t.send('POST', url, { payload });
      expectProblem(response, 409, { pointer: '#/categoryId' });
    },
  );
});

describe(`PATCH ${url}/:id`, () => {
  const n = 1;
  const { field, original, payload } = changeOf<Partial<typeof products.$inferInsert>>(
    [
      { field: 'name', original: { name: `Product ${n}` }, changed: { name: `Product ${n + 1}` } },
      {
        field: 'description',
        original: { description: `A few words about product ${n}.` },
        changed: { description: `A few words about product ${n + 1}.` },
      },
      {
        field: 'price',
        original: {
          price: (5.99 + (n % 492)).toFixed(2),
          compareAtPrice: (7.99 + (n % 492)).toFixed(2),
        },
        changed: { price: (6.99 + (n % 492)).toFixed(2) },
      },
      {
        field: 'compareAtPrice',
        original: {
          compareAtPrice: (7.99 + (n % 492)).toFixed(2),
          price: (5.99 + (n % 492)).toFixed(2),
        },
        changed: { compareAtPrice: (8.99 + (n % 492)).toFixed(2) },
      },
    ],
    productUpdate,
    productResponse,
  );

  it('changes what is sent and nothing else', async () => {
    const before = await t.send('GET', urlOf(await createProduct(t.db, original)));
    const other = await t.send('GET', urlOf(await createProduct(t.db)));
    const response = await t.send('PATCH', urlOf(before.json()), { payload });
    expectStatus(response, 200);
    expect(response.headers.etag).not.toBe(before.headers.etag);
    const [old, changed] = [before.json(), response.json()];
    expect(changed[field]).not.toEqual(old[field]);
    for (const name of Object.keys(payload)) delete old[name];
    delete old['updatedAt'];
    expect(changed).toMatchObject(old);

    const after = await t.send('GET', urlOf(changed));
    expect([after.json(), after.headers.etag]).toEqual([changed, response.headers.etag]);
    const otherAfter = await t.send('GET', urlOf(other.json()));
    expect(otherAfter.headers.etag).toBe(other.headers.etag);
  });

  it('takes back what it sent', async () => {
    const target = urlOf(await createProduct(t.db));
    const sent = await t.read(target);
    const again = jsonBody(sent, productUpdate);
    const response = await t.send('PATCH', target, { payload: again });
    expectStatus(response, 200);
    expect(response.json()).toMatchObject(again);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createProduct(t.db, original));
    await failOnce(products);
    const response = await t.send('PATCH', target, { payload });
    expectStatus(response, 200);
  });

  it('lets one of many through who change the same version at once', async () => {
    const row = await createProduct(t.db, original);
    const { etag } = (await t.send('GET', urlOf(row))).headers;
    const headers = { 'if-match': String(etag) };
    const responses = await Promise.all(
      [1, 2, 3, 4, 5].map(() => t.send('PATCH', urlOf(row), { payload, headers })),
    );
    const statuses = responses.map((r) => r.statusCode);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412, 412]);
  });

  it('refuses a version that another write replaces while it waits', async () => {
    const target = urlOf(await createProduct(t.db, original));
    for (const method of ['PATCH', 'DELETE'] as const) {
      const { etag } = (await t.send('GET', target)).headers;
      const headers = { 'if-match': String(etag) };
      const response = await duringWrite(
        t.db,
        (tx) => tx.update(products).set(original),
        () => t.send(method, target, { headers, ...(method === 'PATCH' && { payload }) }),
      );
      expectProblem(response, 412);
    }
  });

  it('refuses an empty change, and what a client may not change', async () => {
    const target = urlOf(await createProduct(t.db));
    expectProblem(await t.send('PATCH', target, { payload: {} }), 422);
    const fixed = ['notAField', 'id', 'deletedAt', 'createdAt', 'updatedAt'];
    const changes = { ...payload, ...Object.fromEntries(fixed.map((name) => [name, null])) };
    const response = await t.send('PATCH', target, { payload: changes });
    const { errors } = expectProblem(response, 422);
    expect(errors).toEqual(fixed.map((name) => ({ pointer: `#/${name}`, detail: 'Is not known' })));
  });

  it('answers 404 where there is no such row', async () => {
    const target = urlOf({ id: 'ffffffff-ffff-4fff-bfff-ffffffffffff' });
    expectProblem(await t.send('PATCH', target, { payload }), 404);
  });
});

it.each(listed(['attributes'], productUpdate, productResponse))(
  'merges a merge patch into %s, and replaces it otherwise',
  async (field) => {
    const target = urlOf(await createProduct(t.db));
    const patch = async (type: string, value: object) => {
      const sent = { payload: { [field]: value }, headers: { 'content-type': type } };
      const response = await t.send('PATCH', target, sent);
      expectStatus(response, 200);
      return response.json()[field];
    };
    const before = { a: '1', b: { c: '2', d: '3' } };
    expect(await patch('application/json', before)).toEqual(before);
    const change = { b: { c: null }, e: '5' };
    const after = { a: '1', b: { d: '3' }, e: '5' };
    expect(await patch('application/merge-patch+json', change)).toEqual(after);
  },
);

describe(`DELETE ${url}/:id`, () => {
  it('removes the row from wherever it could be read, and no other', async () => {
    const target = urlOf(await createProduct(t.db));
    const other = urlOf(await createProduct(t.db));
    expectStatus(await t.send('DELETE', target), 204);
    expectProblem(await t.send('GET', target), 404);
    expectProblem(await t.send('DELETE', target), 404);
    const rest = (await walk(t, `${url}?limit=100`)).map(urlOf);
    expect(rest).toContain(other);
    expect(rest).not.toContain(target);
  });

  it('is tried again after a deadlock', async () => {
    const target = urlOf(await createProduct(t.db));
    await failOnce(products);
    expectStatus(await t.send('DELETE', target), 204);
  });

  it('refuses a version that is not the current one', async () => {
    const target = urlOf(await createProduct(t.db));
    const headers = { 'if-match': '"0"' };
    expectProblem(await t.send('DELETE', target, { headers }), 412);
    await t.read(target);
  });
});
