import pino from 'pino';
import { expect, test } from 'vitest';
import { describe } from '../../scripts/describe';
import { createTestApp } from '../../test/app';
import { testDatabaseUrl } from '../../test/database';
import { expectProblem } from '../../test/expect';
import { loggerOptions } from '../observability/logger';
import { connectionFailed } from './errors';
import { tlsHint, warnOfPlain } from './tls';

// Certificates would need a server of their own: the kit's tests have one. Here is what the service makes of their errors.

function captured() {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const options = loggerOptions({ level: 'info', pretty: false });
  return { logger: pino(options, stream), lines };
}

test('a database that speaks no TLS, where TLS is asked for, is a 503, and the log says what to do', async () => {
  const url = new URL(await testDatabaseUrl());
  url.searchParams.set('sslmode', 'verify-full');
  const { logger, lines } = captured();
  const { send, close } = await createTestApp({ logger, env: { DATABASE_URL: url.href } });
  expectProblem(await send('GET', '/readyz'), 503);
  await close();
  expect(JSON.stringify(lines)).toContain('The database speaks no TLS');
});

test.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'sslrootcert'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'sslrootcert'],
  ['CERT_HAS_EXPIRED', 'sslrootcert'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'another name'],
])('a certificate that is refused (%s) says what to do', (code, hint) => {
  const cause = Object.assign(new Error('refused'), { code });
  const error = new Error('Failed query', { cause });
  expect(tlsHint(error)).toContain(hint);
  expect(connectionFailed(error)).toBe(true);
  // What applies migrations says it, too.
  expect(describe(error)).toContain(hint);
});

test.each([
  ['postgres://u:p@db.example.com/x', 1],
  ['postgres://u:p@10.0.0.7/x?application_name=me', 1],
  ['postgres://u:p@db.example.com/x?sslmode=disable', 0],
  ['postgres://u:p@db.example.com/x?sslmode=verify-full', 0],
  ['postgres://u:p@localhost/x', 0],
  ['postgres://u:p@[::1]:5432/x', 0],
  ['postgres://u:p@/x?host=/var/run/postgresql', 0],
])('a plain connection to another machine is said, unless it is meant: %s', (url, times) => {
  const { logger, lines } = captured();
  warnOfPlain(logger, url);
  expect(lines).toHaveLength(times);
});

test('it is said at the start', async () => {
  const { logger, lines } = captured();
  // Nobody answers there, and nobody is asked.
  const env = { DATABASE_URL: 'postgres://nobody@192.0.2.1/nothing' };
  const { close } = await createTestApp({ logger, env, modules: [] });
  await close();
  expect(JSON.stringify(lines)).toContain('not encrypted');
});
