import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createTestApp } from '../../test/app';
import { testModule } from '../../test/module';
import { connectionsAtMost } from './open-connections';

const greeting = testModule('greeting', (app) => {
  app.get('/', { config: { work: [] } }, async () => ({ hello: 'there' }));
});

/** @returns a way to connect to a service that takes two connections */
async function start(): Promise<() => Socket> {
  const { app, close } = await createTestApp({
    modules: [greeting],
    env: { MAX_CONNECTIONS: '2' },
  });
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await close();
  });
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  return () => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    sockets.push(socket);
    return socket;
  };
}

/** @returns what comes: an answer, or nothing where the connection is closed before there is one */
function answerOn(socket: Socket, url = '/livez'): Promise<string> {
  socket.write(`GET ${url} HTTP/1.1\r\nHost: test\r\n\r\n`);
  return new Promise((resolve) => {
    socket.once('data', (bytes) => resolve(String(bytes)));
    socket.once('close', () => resolve(''));
  });
}

const OK = /^HTTP\/1.1 200/;
const REFUSED = /^HTTP\/1.1 503[^]*retry-after: [^]*connection: close/i;

test('on connections past the most only probes are answered, until one of the others ends', async () => {
  const open = await start();
  const [first, second] = [open(), open()];
  for (const socket of [first, second]) expect(await answerOn(socket)).toMatch(OK);
  expect(await answerOn(open(), '/livez')).toMatch(OK);
  expect(await answerOn(open(), '/v1/greeting')).toMatch(REFUSED);
  first.destroy();
  await expect.poll(() => answerOn(open(), '/v1/greeting')).not.toMatch(REFUSED);
  expect(await answerOn(second, '/readyz')).toMatch(OK);
});

test('of connections past the most there are few, and who holds them keeps no probe away', async () => {
  const open = await start();
  const held = Array.from({ length: 60 }, open);
  // Of the last one nothing is known before it has an answer, whoever else is closed for it.
  expect(await answerOn(open(), '/readyz')).toMatch(OK);
  await expect.poll(() => held.filter((socket) => socket.closed).length).toBeGreaterThan(30);
  const [first] = held;
  expect(await answerOn(first as Socket, '/v1/greeting')).toMatch(OK);
});

test('half of the file descriptors are for other things than connections of clients', () => {
  expect(connectionsAtMost(10_000, 1024)).toBe(512);
  expect(connectionsAtMost(10_000, Number.POSITIVE_INFINITY)).toBe(10_000);
});
