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

test('a request that never comes to its end is given up', async () => {
  const { app, close } = await createTestApp({ env: { REQUEST_TIMEOUT_MS: '1234' } });
  // Node looks only every 30 seconds, so that a test of the act itself would take as long.
  expect(app.server.requestTimeout).toBe(1234);
  await close();
});
