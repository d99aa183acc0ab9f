import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import type { App } from './types';
import { boundHeld } from './held';

/** More than the system takes off the hands of a process, for a client that does not read. */
const LONG = 20_000_000;

const clients: Socket[] = [];
let app: App;

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await app.close();
});

async function start(most: number) {
  app = Fastify();
  boundHeld(app, most);
  app.get('/', async () => 'x'.repeat(LONG));
  app.post('/', async ({ body }) => ({ length: (body as string[]).length }));
  const asked: Socket[] = [];
  app.server.on('connection', (socket) => asked.push(socket));
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const askAndNotRead = async () => {
    const count = asked.length;
    const client = connect(Number(new URL(origin).port), '127.0.0.1').pause();
    clients.push(client.on('error', () => {}));
    client.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
    await expect.poll(() => asked[count]?.writableLength ?? 0).toBeGreaterThan(0);
  };
  const sendHalf = async (length: number, more = '') => {
    const count = asked.length;
    const client = connect(Number(new URL(origin).port), '127.0.0.1');
    clients.push(client.on('error', () => {}));
    const head = `POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n`;
    client.write(
      `${head}${length > 0 ? `Content-Length: ${length}` : 'Transfer-Encoding: chunked'}\r\n\r\n`,
    );
    await once(client, 'data');
    client.write(more);
    return asked[count];
  };
  return { origin, asked, askAndNotRead, sendHalf };
}

test('of answers that nobody reads, the oldest are given up where all of them are too much', async () => {
  const { origin, asked, askAndNotRead } = await start(2.5 * LONG);
  for (let n = 0; n < 4; n += 1) await askAndNotRead();
  expect(asked.map(({ destroyed }) => destroyed)).toEqual([true, true, false, false]);
  const answer = await fetch(origin);
  expect((await answer.text()).length).toBe(LONG);
});

test('those that were read count no more', async () => {
  const { origin, asked, askAndNotRead } = await start(2.5 * LONG);
  await askAndNotRead();
  for (let n = 0; n < 4; n += 1) {
    const answer = await fetch(origin);
    expect((await answer.text()).length).toBe(LONG);
  }
  expect(asked[0]?.destroyed).toBe(false);
});

test('the newest may be as long as it is', async () => {
  const { asked, askAndNotRead } = await start(LONG / 2);
  await askAndNotRead();
  expect(asked[0]?.destroyed).toBe(false);
});

test('of bodies that do not come to their end, the oldest are given up where all of them are too much', async () => {
  const { origin, asked, sendHalf } = await start(250_000);
  await sendHalf(100_000);
  await sendHalf(100_000);
  await sendHalf(10_000);
  await sendHalf(100_000);
  expect(asked.map(({ destroyed }) => destroyed)).toEqual([true, false, false, false]);
  // One that says nothing of its length may be as long as any.
  await sendHalf(0);
  expect(asked.map(({ destroyed }) => destroyed)).toEqual([true, true, false, true, false]);
  const body = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i));
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  for (let n = 0; n < 3; n += 1) {
    const answer = await fetch(origin, init);
    expect(await answer.json()).toEqual({ length: 20_000 });
  }
});
