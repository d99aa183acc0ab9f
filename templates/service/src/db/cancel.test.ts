import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import type { PoolClient } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { cancelQuery } from './cancel';

let server: Server;
let asked: Socket[] = [];

afterEach(() => {
  for (const socket of asked.splice(0)) socket.destroy();
  server.close();
});

/** A connection whose query is to be cancelled, at a database that does with such a wish what it is told to. */
async function connection(hear: (socket: Socket) => void) {
  server = createServer((socket) => {
    asked.push(socket.on('error', () => {}));
    hear(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stream = new Socket();
  const session = { host: '127.0.0.1', port, processID: 1, secretKey: 2, connection: { stream } };
  return Object.assign(new EventEmitter(), session);
}

test('who does not answer is asked once, and left to hang up: PgBouncer 1.18 would end itself', async () => {
  const client = await connection(() => {});
  const isClosed: boolean[] = [];
  client.connection.stream.on('error', () => {}).once('close', () => isClosed.push(true));
  cancelQuery(client as unknown as PoolClient);
  // The connection itself is given up.
  await expect.poll(() => isClosed).toEqual([true]);
  expect(asked.map(({ readyState }) => readyState)).toEqual(['open']);
  client.emit('end');
});

test('who has hung up is asked again, until the query is over', async () => {
  const client = await connection((socket) => socket.end());
  client.connection.stream.on('error', () => {});
  cancelQuery(client as unknown as PoolClient);
  await expect.poll(() => asked.length).toBeGreaterThan(1);
  client.emit('end');
});
