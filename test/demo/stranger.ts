import assert from 'node:assert/strict';
import { logIn, refresh, refreshToken, signedIn, signUp } from './people.ts';
import { id, pointers, product } from './seen.ts';
import type { Step } from './walk.ts';

/** What somebody else may not do with Ada's rows, how his own session goes on and ends, and how he becomes an admin. */
export const strangerSteps: Step[] = [
  ...signUp('Bob', 'Noyce'),
  {
    title: "A stranger's order is not there for him",
    request: (seen) => ({
      path: `/v1/orders/${id(seen, 'order1')}`,
      headers: signedIn(seen, 'bob'),
    }),
    status: 404,
    fields: ['detail'],
  },
  {
    title: 'Nor can he add to it: the answer is that of an order that does not exist',
    request: (seen) => ({
      method: 'POST',
      path: '/v1/order-items',
      headers: signedIn(seen, 'bob'),
      body: {
        orderId: id(seen, 'order1'),
        productId: product(seen),
        quantity: 1,
        unitPrice: '1.00',
      },
    }),
    status: 409,
    fields: ['detail', 'errors'],
    check: ({ body }) => assert.deepEqual(pointers(body), ['#/orderId']),
  },
  {
    title: 'Two tabs refresh with one token at once: both get the same new one',
    as: 'refreshed',
    atOnce: 2,
    request: (seen) => refresh(seen, 'bob'),
    status: 200,
    fields: ['refreshToken'],
    check: ({ body }, seen) => assert.notEqual(body['refreshToken'], refreshToken(seen, 'bob')),
  },
  {
    title: 'And so on, for as long as the session lives',
    as: 'again',
    request: (seen) => refresh(seen, 'refreshed'),
    status: 200,
    fields: ['refreshToken'],
  },
  {
    title: 'The first token comes again, two later: somebody has a copy, and the session ends',
    request: (seen) => refresh(seen, 'bob'),
    status: 401,
    fields: ['detail'],
  },
  {
    title: 'Also for whoever has the newest',
    request: (seen) => refresh(seen, 'again'),
    status: 401,
    fields: ['detail'],
  },
  {
    title:
      'Collections are for admins to make. The first admin is made by a command; then Bob signs in again',
    as: 'admin',
    run: ['npm', 'run', 'account', '--', 'role', 'bob@example.com', 'admin'],
    request: () => ({ method: 'POST', path: '/v1/auth/login', body: logIn('Bob') }),
    status: 200,
    fields: ['expiresIn'],
  },
];
