import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createMailer } from '../../src/auth/mail';
import { loggerOptions } from '../../src/observability/logger';
import { createAuthApp } from './client';
import { mailServer } from './mail-server';
import { createPerson, tokenIn } from './people';

/** The service, sending through a server, and the lines that it logs. */
async function sending(...server: Parameters<typeof mailServer>) {
  const mails = await mailServer(...server);
  const lines: string[] = [];
  const options = loggerOptions({
    level: 'info',
    pretty: false,
  });
  const logger = pino(options, { write: (line: string) => void lines.push(line) });
  const t = await createAuthApp({
    logger,
    env: { MAIL_URL: mails.url, MAIL_FROM: 'us@example.com' },
  });
  onTestFinished(async () => {
    await t.close();
    mails.close();
  });
  return { ...t, server: mails, lines };
}

/** Quoted-printable text as it is read: RFC 2045, 6.7. */
const asRead = (data: string) =>
  data
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    .replaceAll('\r\n', '\n');

test('a mail reaches whom it is for, with a link that works', async () => {
  const { post, db, server } = await sending();
  const { email } = await createPerson(db);
  await post('/v1/auth/forgot-password', { email });
  await expect.poll(() => server.mails).toHaveLength(1);
  const [{ from, to, data } = { from: '', to: '', data: '' }] = server.mails;
  expect([from, to]).toEqual(['us@example.com', email]);
  const token = tokenIn(asRead(data));
  const reset = { token, password: 'another horse battery' };
  expect((await post('/v1/auth/reset-password', reset)).statusCode).toBe(204);
});

test('a server that refuses is logged, without the address that it names, and changes no answer [ASVS 16.2.5]', async () => {
  const { post, db, lines } = await sending({ RCPT: '550 no such user: them@example.com' });
  const { email } = await createPerson(db);
  const { statusCode } = await post('/v1/auth/forgot-password', { email });
  expect(statusCode).toBe(202);
  const failed = () => lines.filter((line) => line.includes('mail not sent'));
  await expect.poll(failed).toHaveLength(1);
  expect(JSON.parse(failed()[0] ?? '')).toMatchObject({ code: 'EENVELOPE', responseCode: 550 });
  expect(lines.filter((line) => line.includes(email) || line.includes('them@'))).toEqual([]);
});

test('a server that says nothing does not hold up the end, however many mails wait for it', async () => {
  const { post, db, server, app } = await sending({}, { isSilent: true });
  const { email } = await createPerson(db);
  // Five at a time are tried, each for five seconds: so many would take longer than a test may.
  const ask = () => post('/v1/auth/forgot-password', { email });
  await Promise.all(Array.from({ length: 100 }, ask));
  await expect.poll(() => server.connections()).toBeGreaterThan(0);
  await app.close();
});

test('nothing is sent in the clear where that is demanded', async () => {
  const server = await mailServer();
  const config = { url: server.url, from: 'us@example.com', folder: '', requireTls: true };
  const mailer = createMailer(config, pino({ level: 'silent' }));
  onTestFinished(() => {
    mailer.close();
    server.close();
  });
  const mail = { to: 'them@example.com', subject: 'A link', text: 'https://example.com' };
  await expect(mailer.send(mail)).rejects.toThrow('STARTTLS');
  expect(server.mails).toEqual([]);
});
