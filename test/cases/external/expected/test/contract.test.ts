import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Contract, contractOfRoutes, contractText } from '../src/http/contract';
import { contractChanges } from '../src/http/contract-changes';
import { createTestApp } from './app';

const file = fileURLToPath(new URL('../contract/routes.json', import.meta.url));

async function current(): Promise<Contract> {
  const { app, close } = await createTestApp();
  const contract = contractOfRoutes(app.routes);
  await close();
  return contract;
}

test('no route promises anything else than contract/routes.json says', async () => {
  const now = await current();
  // The first run of a new service makes it; where only what is committed counts, it has to be there.
  if (!existsSync(file) && !process.env['CI']) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contractText(now));
  }
  expect(
    existsSync(file),
    'There is no contract/routes.json: npm run contract, and commit it',
  ).toBe(true);
  const before = JSON.parse(readFileSync(file, 'utf8'));
  const changes = contractChanges(before, now);
  expect(changes, 'If it is meant: npm run contract, and read the difference').toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(contractText(now));
});

test('what is not as it was is said as sentences', () => {
  const entry = {
    route: 'PATCH /v1/things/:id',
    access: 'owner' as const,
    guards: ['precondition' as const, 'body' as const],
    work: ['write' as const],
    queries: 1,
    query: [],
    takes: ['name'],
    sends: ['id', 'name'],
    statuses: [200, 412],
  };
  const other = { ...entry, route: 'GET /v1/things' };
  const changed = {
    ...entry,
    access: 'signedIn' as const,
    guards: ['body' as const],
    queries: 4,
    sends: ['id', 'name', 'secret'],
    statuses: [200],
  };
  const contractWith = (...routes: Contract['routes']): Contract => ({ version: 1, routes });
  expect(contractChanges(contractWith(entry, other), contractWith(changed))).toEqual([
    'GET /v1/things is gone',
    'PATCH /v1/things/:id no longer checks the owner (owner, now signedIn)',
    'PATCH /v1/things/:id no longer has the guard precondition',
    'PATCH /v1/things/:id sends secret now',
    'PATCH /v1/things/:id no longer answers 412',
    'PATCH /v1/things/:id may send 4 queries now, not 1',
  ]);
  expect(contractChanges(contractWith(), contractWith(other))).toEqual(['GET /v1/things is new']);
});
