import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle';
import { createTestApp, type TestApp } from '../app';
import { testDatabaseUrl } from '../database';
import { expectStatus } from '../expect';
import { countKept, createThings, PATIENT, thingPoster, thingsModule } from './things';

let t: TestApp;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.resolve('node_modules', '.idempotency-'));
  await bundle(['test/idempotency/server.ts'], folder);
  t = await createTestApp({ modules: [thingsModule()] });
  await createThings();
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
  await t.close();
});

const post = thingPoster(() => t);

test.each([
  { dies: 'before the commit', key: 'undone', kept: 0, isReplayed: undefined },
  { dies: 'before the answer', key: 'done', kept: 1, isReplayed: 'true' },
])(
  'of a process that is killed $dies, $kept answers are there: who asks again gets one row',
  async ({ dies, key, kept, isReplayed }) => {
    const { child, send } = await start(dies);
    const exit = once(child, 'exit');
    await expect(send(key)).rejects.toThrow('fetch failed');
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(await countKept(t.db, key)).toEqual([kept, kept]);
    const again = await post({ name: key }, key);
    expectStatus(again, 201);
    expect(again.headers['idempotency-replayed']).toBe(isReplayed);
    expect(await countKept(t.db, key)).toEqual([1, 1]);
  },
);

test('of fifty twins for two processes, of which one is killed, one is done', async () => {
  const [dying, living] = await Promise.all([start('before the commit'), start('never')]);
  const sent = Array.from({ length: 50 }, (_, i) => (i % 2 ? living : dying).send('fifty'));
  const settled = await Promise.allSettled(sent);
  const bodies = await Promise.all(
    settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.text()] : [])),
  );
  expect(bodies.length).toBeGreaterThanOrEqual(25);
  expect(new Set(bodies).size).toBe(1);
  expect(await countKept(t.db, 'fifty')).toEqual([1, 1]);
});

async function start(dies: string) {
  const child = fork(path.join(folder, 'server.js'), {
    env: {
      ...process.env,
      APP_ENV: 'test',
      DATABASE_URL: await testDatabaseUrl(),
      ...PATIENT,
      DIES: dies,
    },
  });
  children.push(child);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const send = (key: string) =>
    fetch(`http://127.0.0.1:${port}/v1/things`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ name: key }),
    });
  return { child, send };
}
