import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { signedIn } from './people.ts';
import type { Seen, Step } from './walk.ts';

const key = randomUUID();

/** An order as a client sends it that may have to send it again. */
const order = (total: string) => (seen: Seen) => ({
  method: 'POST',
  path: '/v1/orders',
  headers: { ...signedIn(seen, 'ada'), 'idempotency-key': key },
  body: { number: 'DEMO-TWICE', total },
});

/** What a client does that got no answer: it sends the same again, under the same key. */
export const sameOrderTwice: Step[] = [
  {
    title: 'The same order five times at once, under one Idempotency-Key: one is made',
    as: 'once',
    request: order('10.00'),
    atOnce: 5,
    status: 201,
    headers: ['location', 'etag'],
    fields: ['id', 'number'],
  },
  {
    title: 'And once more: the answer is the first one, and says so',
    request: order('10.00'),
    status: 201,
    headers: ['location', 'etag', 'idempotency-replayed'],
    fields: ['id', 'number'],
    check: ({ header, body }, { once }) => {
      assert.equal(header('idempotency-replayed'), 'true');
      assert.deepEqual(body, once?.body);
    },
  },
  {
    title: 'Something else under that key is refused',
    request: order('11.00'),
    status: 422,
    fields: ['detail'],
  },
];
