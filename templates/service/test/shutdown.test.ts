import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildServer, type BuiltServer } from './built-server';

let server: BuiltServer;

beforeAll(async () => {
  server = await buildServer();
});

afterAll(() => server.remove());

afterEach(() => server.kill());

test('a request whose body is half sent gets its answer, then the process ends well', async () => {
  const { child, port } = await server.start({ SHUTDOWN_TIMEOUT_MS: '120000' });
  const idle = await open(port, 'GET /livez HTTP/1.1\r\nHost: test\r\n\r\n');
  await idle.until('{"status":"ok"}');
  const silent = await Promise.all([open(port, ''), open(port, 'GET /livez HTTP/1.1\r\nHos')]);
  const body = JSON.stringify({ name: 'half' });
  const request = await halfSent(port, body.slice(0, 5), body.length);

  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  // It takes no more requests, and still waits for the rest of this one, after it has given up who says nothing.
  await expect.poll(() => isRefused(port)).toBe(true);
  await expect.poll(() => silent.every(({ socket }) => socket.closed)).toBe(true);
  expect(child.exitCode).toBeNull();
  request.socket.write(body.slice(5));

  await request.until(body);
  expect(request.received()).toContain('HTTP/1.1 201 ');
  expect(await exit).toEqual([0, null]);
});

test('while draining it is not ready, still serves, and asks clients to close', async () => {
  const { child, port } = await server.start({ DRAIN_DELAY_MS: '60000' });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await expect.poll(async () => (await send(port, '/readyz', agent)).status).toBe(200);

  child.kill('SIGTERM');
  await expect.poll(async () => (await send(port, '/readyz', agent)).status).toBe(503);
  const served = await send(port, '/v1/fixture/things/1', agent);
  expect(served).toEqual({ status: 200, connection: 'close' });
  agent.destroy();
});

test('the time for requests under way begins once it has drained', async () => {
  // It would be over by then.
  const { child } = await server.start({ DRAIN_DELAY_MS: '6000', SHUTDOWN_TIMEOUT_MS: '5900' });
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('a request that never ends does not hold the process up for ever', async () => {
  const { child, port } = await server.start({ SHUTDOWN_TIMEOUT_MS: '400' });
  await halfSent(port, '{', 99);
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exit).toEqual([1, null]);
});

test('a second signal ends it at once', async () => {
  const { child, port } = await server.start({ DRAIN_DELAY_MS: '60000' });
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await expect.poll(async () => (await send(port, '/readyz')).status).toBe(503);
  child.kill('SIGTERM');
  expect(await exit).toEqual([1, null]);
});

test('an error that nobody caught ends it, without waiting for a load balancer [ASVS 16.5.4]', async () => {
  const { child, port } = await server.start({ DRAIN_DELAY_MS: '60000' });
  const exit = once(child, 'exit');
  await send(port, '/v1/fixture/crash');
  expect(await exit).toEqual([1, null]);
});

/** A connection on which exactly these bytes are sent. */
async function open(port: number, bytes: string) {
  const socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text) => (received += text));
  await once(socket, 'connect');
  socket.write(bytes);
  const until = async (text: string) => {
    while (!received.includes(text)) await once(socket, 'data');
  };
  return { socket, until, received: () => received };
}

/** A request that the server waits for the rest of: it has answered that it wants the body. */
async function halfSent(port: number, beginning: string, length: number) {
  const head = [
    'POST /v1/fixture/things HTTP/1.1',
    'Host: test',
    'Expect: 100-continue',
    'Content-Type: application/json',
    `Content-Length: ${length}`,
  ];
  const request = await open(port, `${head.join('\r\n')}\r\n\r\n${beginning}`);
  await request.until('HTTP/1.1 100 ');
  return request;
}

async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

async function send(port: number, url: string, agent?: Agent) {
  const [response] = await once(get({ port, path: url, agent }), 'response');
  response.resume();
  await once(response, 'end');
  return { status: response.statusCode, connection: response.headers.connection };
}
