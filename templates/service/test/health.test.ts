import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { buildApp } from '../src/app';
import { createDatabase } from '../src/db/client';
import { migrateDatabase } from '../src/db/migrate';
import { createTestApp, type TestApp } from './app';
import { clientOf } from './client';
import { testConfig } from './config';
import { ownerDatabaseUrl } from './database';
import { expectProblem, expectStatus } from './expect';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
});

afterAll(() => service.close());

test('the process is alive', async () => {
  expect(await service.read('/livez')).toEqual({ status: 'ok' });
});

test('the service is ready when the database answers, which is not asked for each who asks', async () => {
  const status = async () => (await service.send('GET', '/readyz')).statusCode;
  // Connected by then.
  await expect.poll(status).toBe(200);
  // More than a second later, and no later while they are answered, however long that takes.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1100);
  onTestFinished(() => void vi.restoreAllMocks());
  service.queries.length = 0;
  const asked = Array.from({ length: 20 }, () => service.send('GET', '/readyz'));
  for (const response of await Promise.all(asked)) expectStatus(response, 200);
  expect(service.queries).toEqual(['select 1']);
});

test('the service is not ready while it drains, but alive', async () => {
  service.app.lifecycle.draining = true;
  const response = await service.send('GET', '/readyz');
  expectProblem(response, 503);
  expect(response.headers['retry-after']).toBe('5');
  expect(response.headers.connection).toBe('close');
  expectStatus(await service.send('GET', '/livez'), 200);
  service.app.lifecycle.draining = false;
});

test('the service is ready while every connection is in use', async () => {
  const { send, db, close } = await createTestApp({ env: { DATABASE_POOL_MAX: '1' } });
  const status = async () => (await send('GET', '/readyz')).statusCode;
  await db.transaction(async () => {
    await expect.poll(status).toBe(200);
  });
  await close();
});

test('the service is not ready before its migrations, and is after them', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  mkdirSync(path.join(folder, 'meta'));
  const entries = [{ idx: 0, version: '7', when: 9e12, tag: '0000_late', breakpoints: true }];
  writeFileSync(path.join(folder, 'meta', '_journal.json'), JSON.stringify({ entries }));
  writeFileSync(path.join(folder, '0000_late.sql'), 'select 1;');
  const config = await testConfig();
  const database = createDatabase(config.database, { migrations: folder });
  const app = await buildApp({ config, database });
  const { send } = clientOf(app);
  const detail = async () => expectProblem(await send('GET', '/readyz'), 503).detail;
  await expect.poll(detail).toBe('The database lacks migrations.');
  await migrateDatabase(await ownerDatabaseUrl(), folder);
  const status = async () => (await send('GET', '/readyz')).statusCode;
  await expect.poll(status).toBe(200);
  await app.close();
  rmSync(folder, { recursive: true });
});

test('the service is not ready without its database [ASVS 16.5.2]', async () => {
  // Nothing listens on port 1.
  const { send, close } = await createTestApp({
    env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
  });
  expectProblem(await send('GET', '/readyz'), 503);
  await close();
});
