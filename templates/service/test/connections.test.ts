import { PassThrough } from 'node:stream';
import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testModule } from './module';
import { createTestApp } from './app';

/** A listening app that begins to close while a request is under way, which asks the database once it is let go. */
async function closeDuringRequest() {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const late = testModule('late', (app) => {
    app.get('/', { config: { work: ['read'] } }, async () => {
      arrived.resolve();
      await gate.promise;
      return app.db.$count(sql`(select 1) one`);
    });
    app.get('/other', { config: { work: [] } }, async () => 'other');
  });
  const { app, db, close } = await createTestApp({ modules: [late] });
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  const answers: string[] = [];
  socket.on('data', (text) => answers.push(...(String(text).match(/HTTP\/1\.1 \d+/g) ?? [])));
  const ask = (path: string) => socket.write(`GET /v1/late${path} HTTP/1.1\r\nHost: test\r\n\r\n`);
  ask('/');
  await arrived.promise;
  const closed = close();
  await expect.poll(() => app.server.listening, { interval: 1 }).toBe(false);
  return { db, socket, answers, ask, letGo: () => gate.resolve(), closed };
}

test('the pool ends after the last request, and not before', async () => {
  const { db, socket, answers, letGo, closed } = await closeDuringRequest();
  letGo();
  await expect.poll(() => answers).toEqual(['HTTP/1.1 200']);
  socket.destroy();
  await closed;
  const after = Promise.resolve(db.execute(sql`select 1`));
  await expect(after).rejects.toHaveProperty(
    'cause.message',
    expect.stringContaining('after calling end'),
  );
});

test('a request on a connection that is still open is answered', async () => {
  const { answers, ask, letGo, closed } = await closeDuringRequest();
  ask('/other');
  letGo();
  await expect.poll(() => answers).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  await closed;
});

/** What a client gets who sends this and nothing else, until the service ends the connection. */
async function answersTo(text: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { app, close } = await createTestApp({ modules: [still], env });
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  let answer = '';
  socket.on('data', (part) => (answer += String(part)));
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  await close();
  return answer;
}

const still = testModule('still', (app) => {
  app.get('/', { config: { work: [], public: true } }, async () => 'here');
  app.post('/', { config: { work: ['read'], public: true } }, async () => 'here');
  app.get('/never', { config: { work: [], public: true } }, () => new Promise(() => {}));
});

const GET = (path = '') => `GET /v1/still/${path} HTTP/1.1\r\nHost: test\r\n`;
const POST = 'POST /v1/still/ HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n';
const END = 'Connection: close\r\n\r\n';

test.each([
  ['whose headers do not end', GET(), { HEADERS_TIMEOUT_MS: '100' }, '408'],
  [
    'whose body does not end',
    `${POST}Content-Length: 9\r\n\r\n{`,
    { REQUEST_TIMEOUT_MS: '200', HEADERS_TIMEOUT_MS: '100' },
    '408',
  ],
  [
    'with too many headers',
    `${GET()}x: ${'x'.repeat(2000)}\r\n\r\n`,
    { HEADER_LIMIT_BYTES: '1024' },
    '431',
  ],
  ['whose URL holds a letter beyond ASCII', GET('é'), {}, '400'],
  ['without a host', `GET /v1/still/ HTTP/1.1\r\n${END}`, {}, '400'],
  ['with two hosts', `${GET()}Host: other\r\n${END}`, {}, '400'],
  ['for a tunnel', `CONNECT other:443 HTTP/1.1\r\nHost: other\r\n${END}`, {}, '400'],
  [
    'whose body is compressed on its way',
    `${POST}Transfer-Encoding: gzip, chunked\r\n${END}2\r\n{}\r\n0\r\n\r\n`,
    {},
    '415',
  ],
  ['that is none', 'hello\r\n\r\n', {}, '400'],
  ['that expects what there is not', `${GET()}Expect: a miracle\r\n\r\n`, {}, '417'],
])('a request %s is given up, with a problem', async (_, text, env, status) => {
  const answer = await answersTo(text, env);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  expect(head.toLowerCase()).toContain("content-security-policy: default-src 'none'");
  const { status: said, requestId, traceId } = JSON.parse(body);
  expect(said).toBe(Number(status));
  expect(head).toContain(requestId);
  expect(traceId).toMatch(/^[\da-f]{32}$/);
});

test('a connection on which nothing is sent any more is given up', async () => {
  const env = { IDLE_SOCKET_TIMEOUT_MS: '300', REQUEST_DEADLINE_MS: '0' };
  expect(await answersTo(`${GET('never')}\r\n`, env)).toBe('');
});

test('a connection that waits for its next request is closed after a while', async () => {
  const answer = await answersTo(`${GET()}\r\n`, { KEEP_ALIVE_TIMEOUT_MS: '100' });
  expect(answer).toMatch(/^HTTP\/1.1 200/);
});

test('a connection serves so many requests, and says with the last that it was that', async () => {
  const env = { MAX_REQUESTS_PER_SOCKET: '2', KEEP_ALIVE_TIMEOUT_MS: '100' };
  const answer = await answersTo(`${GET()}\r\n`.repeat(2), env);
  expect(answer.match(/HTTP\/1.1 200/g)).toHaveLength(2);
  expect(answer.toLowerCase()).toContain('connection: close');
});

test('of requests that are sent ahead, each begins when the one before it is answered, and too many end the connection', async () => {
  const begun: string[] = [];
  const gate = Promise.withResolvers<void>();
  const ahead = testModule('ahead', (scope) => {
    scope.get('/:name', { config: { work: [] } }, async ({ params }) => {
      const { name } = params as { name: string };
      begun.push(name);
      if (name === 'first') await gate.promise;
      return name;
    });
  });
  const { app, close } = await createTestApp({ modules: [ahead] });
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const send = (text: string) => {
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    const got = { text: '', isClosed: false };
    socket.on('data', (part) => (got.text += String(part)));
    socket.on('error', () => {}).on('close', () => (got.isClosed = true));
    socket.write(text);
    return got;
  };
  const get = (name: string, more = '') =>
    `GET /v1/ahead/${name} HTTP/1.1\r\nHost: test\r\n${more}\r\n`;
  const few = send(get('first') + get('second') + get('third', 'Connection: close\r\n'));
  const many = send(get('first') + get('never').repeat(40));
  await expect.poll(() => many.isClosed).toBe(true);
  expect(begun).toEqual(['first', 'first']);
  gate.resolve();
  await expect.poll(() => few.isClosed).toBe(true);
  expect(begun.slice(2)).toEqual(['second', 'third']);
  expect(few.text.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  await close();
});

test('who asks for a tunnel and resets the connection ends nothing', async () => {
  const { app, close } = await createTestApp();
  const socket = new PassThrough();
  app.server.emit('connect', {}, socket);
  // Without a listener it would be thrown.
  expect(() => socket.emit('error', new Error('write ECONNRESET'))).not.toThrow();
  await close();
});
