import assert from 'node:assert/strict';
import type { Answer, Seen, Step } from './walk.ts';

/** The walk through the demo's service, in order: what each request shows, and what its answer must be. */
export const steps: Step[] = [
  {
    title: 'The service is ready, and so is its database',
    request: () => ({ path: '/readyz' }),
    status: 200,
    fields: ['status'],
  },
  {
    title: 'Create a customer: the answer says where it is and which version it has',
    as: 'customer',
    request: () => ({
      method: 'POST',
      path: '/v1/customers',
      body: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
    }),
    status: 201,
    headers: ['location', 'etag'],
    fields: ['id', 'acceptsMarketing', 'createdAt'],
    check: ({ header, body }) => {
      assert.equal(header('location'), `/v1/customers/${String(body['id'])}`);
      assert.match(header('etag'), /^".+"$/);
    },
  },
  {
    title: 'Conflict: the address is taken, and the problem names the field',
    request: () => ({
      method: 'POST',
      path: '/v1/customers',
      body: { email: 'ada@example.com', firstName: 'Augusta', lastName: 'King' },
    }),
    status: 409,
    headers: ['content-type'],
    fields: ['detail', 'errors'],
    check: ({ body }) => assert.deepEqual(pointers(body), ['#/email']),
  },
  {
    title: 'Validation: every mistake at once, each with a pointer into the body',
    request: () => ({
      method: 'POST',
      path: '/v1/orders',
      body: { customerId: 'me', number: 'A-1', total: '12.345', color: 'red' },
    }),
    status: 422,
    fields: ['title', 'errors'],
    check: ({ body }) =>
      assert.deepEqual(new Set(pointers(body)), new Set(['#/color', '#/customerId', '#/total'])),
  },
  ...['120.00', '80.50', '19.99'].map((total, i): Step => ({
    title: `Create order ${i + 1} of 3`,
    as: `order${i + 1}`,
    request: (seen) => ({
      method: 'POST',
      path: '/v1/orders',
      body: {
        customerId: id(seen, 'customer'),
        number: `DEMO-${i + 1}`,
        status: 'paid',
        total,
        placedAt: `2026-01-0${i + 1}T12:00:00Z`,
      },
    }),
    status: 201,
    fields: ['number', 'total', 'placedAt'],
  })),
  {
    title: 'The seeded rows are there too: the cheapest product',
    as: 'products',
    request: () => ({ path: '/v1/products?limit=1&sort=price' }),
    status: 200,
    fields: ['data.*.name', 'data.*.price'],
    check: ({ body }) => assert.equal(rows(body).length, 1),
  },
  {
    title: 'Order three of it',
    request: (seen) => ({
      method: 'POST',
      path: '/v1/order-items',
      body: {
        orderId: id(seen, 'order2'),
        productId: product(seen),
        quantity: 3,
        unitPrice: '26.83',
      },
    }),
    status: 201,
    fields: ['quantity', 'unitPrice'],
  },
  {
    title: 'List with filters, order, total and related rows, one row a page',
    as: 'page',
    request: (seen) => ({ path: paidOrders(seen, '&include=customer,items&total=true') }),
    status: 200,
    fields: [
      'data.*.number',
      'data.*.customer.email',
      'data.*.items.*.quantity',
      'total',
      'nextCursor',
    ],
    check: ({ body }) => {
      assert.equal(body['total'], 2);
      assert.equal(typeof body['nextCursor'], 'string');
      assert.deepEqual(numbers(body), ['DEMO-2']);
    },
  },
  {
    title: 'Its cursor leads to the next page, the last one',
    request: (seen) => ({
      path: paidOrders(seen, `&cursor=${String(answer(seen, 'page').body['nextCursor'])}`),
    }),
    status: 200,
    fields: ['data.*.number', 'nextCursor'],
    check: ({ body }) => {
      assert.deepEqual(numbers(body), ['DEMO-1']);
      assert.equal(body['nextCursor'], null);
    },
  },
  {
    title: 'A parameter that is not known is refused',
    request: () => ({ path: '/v1/orders?colour=red' }),
    status: 400,
    fields: ['errors'],
  },
  {
    title: 'Read one: the client has this version already, so that nothing is sent',
    request: (seen) => ({
      path: `/v1/orders/${id(seen, 'order1')}`,
      headers: { 'if-none-match': answer(seen, 'order1').header('etag') },
    }),
    status: 304,
    headers: ['etag'],
  },
  {
    title: 'Change it, if it is still in the version that was read',
    request: (seen) => ({
      method: 'PATCH',
      path: `/v1/orders/${id(seen, 'order1')}`,
      headers: { 'if-match': answer(seen, 'order1').header('etag') },
      body: { status: 'shipped' },
    }),
    status: 200,
    headers: ['etag'],
    fields: ['status', 'updatedAt'],
    check: ({ header }, seen) =>
      assert.notEqual(header('etag'), answer(seen, 'order1').header('etag')),
  },
  {
    title: 'Change it again from the old version: refused, no update is lost',
    request: (seen) => ({
      method: 'PATCH',
      path: `/v1/orders/${id(seen, 'order1')}`,
      headers: { 'if-match': answer(seen, 'order1').header('etag') },
      body: { status: 'cancelled' },
    }),
    status: 412,
    fields: ['detail'],
  },
  {
    title: 'Create a collection',
    as: 'collection',
    request: () => ({
      method: 'POST',
      path: '/v1/collections',
      body: { name: 'Spring', slug: 'spring' },
    }),
    status: 201,
    fields: ['id', 'name'],
  },
  {
    title: 'Link it to the product: the join table has no resource, but a route on either side',
    request: (seen) => ({ method: 'PUT', path: link(seen) }),
    status: 204,
  },
  {
    title: 'Read the link from the other side',
    request: (seen) => ({ path: `/v1/collections/${id(seen, 'collection')}/products` }),
    status: 200,
    fields: ['data.*.name'],
    check: ({ body }, seen) =>
      assert.deepEqual(
        rows(body).map((row) => row['id']),
        [product(seen)],
      ),
  },
  {
    title: 'Take the link away',
    request: (seen) => ({ method: 'DELETE', path: link(seen) }),
    status: 204,
  },
  {
    title: 'Delete an order',
    request: (seen) => ({ method: 'DELETE', path: `/v1/orders/${id(seen, 'order3')}` }),
    status: 204,
  },
  {
    title: 'It is gone',
    request: (seen) => ({ path: `/v1/orders/${id(seen, 'order3')}` }),
    status: 404,
    headers: ['content-type'],
    fields: ['title', 'detail'],
  },
];

type Row = Record<string, unknown>;

function answer(seen: Seen, name: string): Answer {
  const found = seen[name];
  assert(found, `no step before this one is called ${name}`);
  return found;
}

function id(seen: Seen, name: string): string {
  return String(answer(seen, name).body['id']);
}

function product(seen: Seen): string {
  return String(rows(answer(seen, 'products').body)[0]?.['id']);
}

function link(seen: Seen): string {
  return `/v1/products/${product(seen)}/collections/${id(seen, 'collection')}`;
}

function paidOrders(seen: Seen, more: string): string {
  const customer = id(seen, 'customer');
  return `/v1/orders?customerId=${customer}&status=paid&total[gte]=50&sort=-placedAt&limit=1${more}`;
}

function rows(body: Row): Row[] {
  return body['data'] as Row[];
}

function numbers(body: Row): unknown[] {
  return rows(body).map((row) => row['number']);
}

function pointers(body: Row): unknown[] {
  return (body['errors'] as Row[]).map((error) => error['pointer']);
}
