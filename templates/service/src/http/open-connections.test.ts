import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createTestApp } from '../../test/app';
import { connectionsAtMost } from './open-connections';

/** @returns what comes first: the begin of an answer, or the end of the connection */
function answerOn(socket: Socket): Promise<string> {
  socket.write('GET /livez HTTP/1.1\r\nHost: test\r\n\r\n');
  return new Promise((resolve) => {
    socket.once('data', (bytes) => resolve(String(bytes).slice(0, 12)));
    socket.once('close', () => resolve('closed'));
  });
}

test('connections past the most are closed, and as soon as one ends there is room for another', async () => {
  const { app, close } = await createTestApp({ modules: [], env: { MAX_CONNECTIONS: '2' } });
  onTestFinished(close);
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const open = () => connect(Number(port), hostname).on('error', () => {});
  const [first, second] = [open(), open()];
  for (const socket of [first, second]) expect(await answerOn(socket)).toBe('HTTP/1.1 200');
  expect(await answerOn(open())).toBe('closed');
  first.destroy();
  await expect.poll(() => answerOn(open())).toBe('HTTP/1.1 200');
});

test('half of the file descriptors are for other things than connections of clients', () => {
  expect(connectionsAtMost(10_000, 1024)).toBe(512);
  expect(connectionsAtMost(10_000, Number.POSITIVE_INFINITY)).toBe(10_000);
});
