import { expect, test } from 'vitest';
import { faultyServer } from '../../../test/clients/faulty-server';
import { noTime } from '../../../test/time';
import { createTaxOfficeClient } from './tax-office.client';

const item = { id: '1', name: 'One' };

async function client(...answers: Parameters<typeof faultyServer>) {
  const server = await faultyServer(...answers);
  const config = { url: server.url, timeout: 1000, concurrency: 10 };
  const log = { debug: () => {}, warn: () => {} };
  return { server, taxOffice: createTaxOfficeClient(config, { log, time: noTime() }) };
}

test('what tax-office answers is checked', async () => {
  const { server, taxOffice } = await client({ json: item }, { json: { ...item, id: 1 } });
  expect(await taxOffice.find('a/b', {})).toEqual(item);
  expect(server.seen[0]).toMatchObject({ method: 'GET', url: '/items/a%2Fb' });
  await expect(taxOffice.find('1', {})).rejects.toMatchObject({ failure: 'broken' });
});

test('what is made in tax-office is made once, though its answer is lost', async () => {
  const { server, taxOffice } = await client({ fault: 'reset' }, { status: 201, json: item });
  expect(await taxOffice.create({ name: 'One' }, {})).toEqual(item);
  const [first, second] = server.seen.map(({ headers }) => headers['idempotency-key']);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toBe(first);
});
