import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { expectedVersions, isFresh } from './preconditions';

async function ask(headers: Record<string, string>) {
  const app = Fastify();
  app.get('/', (request, reply) => ({
    fresh: isFresh(request, reply, '7'),
    versions: expectedVersions(request) ?? null,
  }));
  return (await app.inject({ url: '/', headers })).json();
}

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
  ['*', null],
  // A weak tag never matches, and something malformed must not count as no condition at all.
  ['W/"7"', []],
  ['7', []],
  ['', []],
])('If-Match: %s', async (header, versions) => {
  expect(await ask({ 'if-match': header })).toMatchObject({ versions });
});
