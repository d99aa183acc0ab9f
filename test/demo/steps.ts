import assert from 'node:assert/strict';
import { signedIn, signUp } from './people.ts';
import { answer, id, link, numbers, pointers, product, rows } from './seen.ts';
import { sameOrderTwice } from './twice.ts';
import { strangerSteps } from './stranger.ts';
import type { Step } from './walk.ts';

/** The walk through the demo's service, in order: what each request shows, and what its answer must be. */
export const steps: Step[] = [
  {
    title: 'The service is ready, and so is its database',
    request: () => ({ path: '/readyz' }),
    status: 200,
    fields: ['status'],
  },
  {
    title: 'Whoever is not signed in sees what is for sale: the cheapest of the seeded products',
    as: 'products',
    request: () => ({ path: '/v1/products?limit=1&sort=price' }),
    status: 200,
    fields: ['data.*.name', 'data.*.price'],
    check: ({ body }) => assert.equal(rows(body).length, 1),
  },
  {
    title: 'And nothing else',
    request: () => ({ path: '/v1/orders' }),
    status: 401,
    headers: ['www-authenticate'],
    fields: ['detail'],
  },
  ...signUp('Ada', 'Lovelace'),
  ...['120.00', '80.50', '19.99'].map((total, i): Step => ({
    title: `Create order ${i + 1} of 3: it is Ada's, because she is who asks`,
    as: `order${i + 1}`,
    request: (seen) => ({
      method: 'POST',
      path: '/v1/orders',
      headers: signedIn(seen, 'ada'),
      body: {
        number: `DEMO-${i + 1}`,
        status: 'paid',
        total,
        placedAt: `2026-01-0${i + 1}T12:00:00Z`,
      },
    }),
    status: 201,
    headers: ['location', 'etag'],
    fields: ['number', 'total', 'placedAt'],
    check: ({ header, body }) => {
      assert.equal(header('location'), `/v1/orders/${String(body['id'])}`);
      assert.match(header('etag'), /^".+"$/);
    },
  })),
  ...sameOrderTwice,
  {
    title: 'Conflict: the number is taken, and the problem names the field',
    request: (seen) => ({
      method: 'POST',
      path: '/v1/orders',
      headers: signedIn(seen, 'ada'),
      body: { number: 'DEMO-1', total: '1.00' },
    }),
    status: 409,
    headers: ['content-type'],
    fields: ['detail', 'errors'],
    check: ({ body }) => assert.deepEqual(pointers(body), ['#/number']),
  },
  {
    title:
      'Validation: every mistake at once, each with a pointer; whose it is, the body has no say in',
    request: (seen) => ({
      method: 'POST',
      path: '/v1/orders',
      headers: signedIn(seen, 'ada'),
      body: { customerId: 'somebody', number: 'A-1', total: '12.345', color: 'red' },
    }),
    status: 422,
    fields: ['title', 'errors'],
    check: ({ body }) =>
      assert.deepEqual(new Set(pointers(body)), new Set(['#/color', '#/customerId', '#/total'])),
  },
  {
    title: 'Order three of it',
    request: (seen) => ({
      method: 'POST',
      path: '/v1/order-items',
      headers: signedIn(seen, 'ada'),
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
    request: (seen) => ({
      path: paidOrders('&include=customer,items&total=true'),
      headers: signedIn(seen, 'ada'),
    }),
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
      path: paidOrders(`&cursor=${String(answer(seen, 'page').body['nextCursor'])}`),
      headers: signedIn(seen, 'ada'),
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
    request: (seen) => ({ path: '/v1/orders?colour=red', headers: signedIn(seen, 'ada') }),
    status: 400,
    fields: ['errors'],
  },
  {
    title: 'Read one: the client has this version already, so that nothing is sent',
    request: (seen) => ({
      path: `/v1/orders/${id(seen, 'order1')}`,
      headers: {
        ...signedIn(seen, 'ada'),
        'if-none-match': answer(seen, 'order1').header('etag'),
      },
    }),
    status: 304,
    headers: ['etag'],
  },
  {
    title: 'Change it, if it is still in the version that was read',
    request: (seen) => ({
      method: 'PATCH',
      path: `/v1/orders/${id(seen, 'order1')}`,
      headers: { ...signedIn(seen, 'ada'), 'if-match': answer(seen, 'order1').header('etag') },
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
      headers: { ...signedIn(seen, 'ada'), 'if-match': answer(seen, 'order1').header('etag') },
      body: { status: 'cancelled' },
    }),
    status: 412,
    fields: ['detail'],
  },
  ...strangerSteps,
  {
    title: 'Create a collection',
    as: 'collection',
    request: (seen) => ({
      method: 'POST',
      path: '/v1/collections',
      headers: signedIn(seen, 'admin'),
      body: { name: 'Spring', slug: 'spring' },
    }),
    status: 201,
    fields: ['id', 'name'],
  },
  {
    title: 'Link it to the product: the join table has no resource, but a route on either side',
    request: (seen) => ({ method: 'PUT', path: link(seen), headers: signedIn(seen, 'admin') }),
    status: 204,
  },
  {
    title: 'Read the link from the other side, which everybody may',
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
    request: (seen) => ({ method: 'DELETE', path: link(seen), headers: signedIn(seen, 'admin') }),
    status: 204,
  },
  {
    title: 'Delete an order',
    request: (seen) => ({
      method: 'DELETE',
      path: `/v1/orders/${id(seen, 'order3')}`,
      headers: signedIn(seen, 'ada'),
    }),
    status: 204,
  },
  {
    title: 'It is gone',
    request: (seen) => ({
      path: `/v1/orders/${id(seen, 'order3')}`,
      headers: signedIn(seen, 'ada'),
    }),
    status: 404,
    headers: ['content-type'],
    fields: ['title', 'detail'],
  },
];

function paidOrders(more: string): string {
  return `/v1/orders?status=paid&total[gte]=50&sort=-placedAt&limit=1${more}`;
}
