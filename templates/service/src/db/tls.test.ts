import pino from 'pino';
import { expect, test } from 'vitest';
import { describe } from '../../scripts/describe';
import { createTestApp } from '../../test/app';
import { testConfig } from '../../test/config';
import { testDatabaseUrl } from '../../test/database';
import { expectProblem } from '../../test/expect';
import { loggerOptions } from '../observability/logger';
import { createDatabase } from './client';
import { connectionFailed } from './errors';
import { plainWarning, tlsHint } from './tls';

// Certificates would need a server of their own: the kit's tests have one. Here is what the service makes of their errors.

test('a database that speaks no TLS, where TLS is asked for, is a 503, and the log says what to do', async () => {
  const url = new URL(await testDatabaseUrl());
  url.searchParams.set('sslmode', 'verify-full');
  const lines: string[] = [];
  const options = loggerOptions({ level: 'info', pretty: false });
  const logger = pino(options, { write: (line) => void lines.push(line) });
  const { send, close } = await createTestApp({ logger, env: { DATABASE_URL: url.href } });
  expectProblem(await send('GET', '/readyz'), 503);
  await close();
  expect(lines.join()).toContain('The database speaks no TLS');
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
  ['postgres://u:p@db.example.com/x', true],
  ['postgres://u:p@10.0.0.7/x?application_name=me', true],
  ['postgres://u:p@db.example.com/x?sslmode=disable', false],
  ['postgres://u:p@db.example.com/x?sslmode=verify-full', false],
  ['postgres://u:p@localhost/x', false],
  ['postgres://u:p@[::1]:5432/x', false],
  ['postgres://u:p@/x?host=/var/run/postgresql', false],
])('a plain connection to another machine is said, unless it is meant: %s', (url, isSaid) => {
  expect(Boolean(plainWarning(url))).toBe(isSaid);
});

test('it is said at the start', async () => {
  const warnings: string[] = [];
  // Nobody answers there, and nobody is asked.
  const { database } = await testConfig({ DATABASE_URL: 'postgres://nobody@192.0.2.1/nothing' });
  await createDatabase(database, { onWarning: (message) => warnings.push(message) }).close();
  expect(warnings).toEqual([expect.stringContaining('not encrypted')]);
});
