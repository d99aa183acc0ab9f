import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { etag, expectedVersions, isFresh } from './preconditions';

async function ask(headers: Record<string, string>) {
  const app = Fastify();
  app.get('/', (request, reply) => ({
    fresh: isFresh(request, reply, '"7"'),
    versions: expectedVersions(request) ?? null,
  }));
  return (await app.inject({ url: '/', headers })).json();
}

test('a row has another tag as soon as it is sent in another shape, and the same one in each process', () => {
  const plain = z.object({ id: z.int(), name: z.string().nullable() });
  const tags = [
    plain,
    plain.extend({ note: z.string() }),
    plain.omit({ name: true }),
    plain.extend({ name: z.string() }),
    plain.extend({ id: z.string() }),
  ].map((response) => etag('7', response));
  expect(new Set(tags).size).toBe(5);
  for (const tag of tags) expect(tag).toMatch(/^"7-[0-9a-f]{8}"$/);
  const again = z.object({ id: z.int(), name: z.string().nullable() });
  expect(etag('7', again)).toBe(etag('7', plain));
  expect(etag('8', plain)).not.toBe(etag('7', plain));
});

test.each([
  ['"7"', true],
  ['W/"7"', true],
  ['"6", "7"', true],
  ['*', true],
  ['"6"', false],
  ['7', false],
])('If-None-Match: %s', async (header, fresh) => {
  expect(await ask({ 'if-none-match': header })).toMatchObject({ fresh });
});

test.each([
  ['"7"', ['7']],
  ['"6", "7"', ['6', '7']],
  // As other releases send it.
  ['"6-0a1b2c3d", "7-"', ['6', '7']],
  ['*', null],
  // A weak tag never matches, and something malformed must not count as no condition at all.
  ['W/"7"', []],
  ['7', []],
  ['', []],
])('If-Match: %s', async (header, versions) => {
  expect(await ask({ 'if-match': header })).toMatchObject({ versions });
});
