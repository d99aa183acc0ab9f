import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { describe } from '../../scripts/describe';
import { createTestApp } from '../../test/app';
import { expectProblem } from '../../test/expect';
import { testModule } from '../../test/module';
import { contextOf } from '../http/context';
import { connectionFailed } from './errors';
import { addressHint } from './hints';
import { builder, prepared } from './prepared';

const one = prepared(builder.select({ n: sql`1` }).from(sql`(select 1) one`));
const module = testModule('works', (app) => {
  const config = { work: ['read'], queries: 1 } as const;
  app.get('/', { config }, (request) => one(contextOf(request)));
});

test('a host whose name nobody knows is a database that is away', async () => {
  // No resolver has to be asked for that one.
  const env = { DATABASE_URL: 'postgres://user:password@no..name/service' };
  const { send, close } = await createTestApp({ env, modules: [module] });
  for (const url of ['/readyz', '/v1/works/']) expectProblem(await send('GET', url), 503);
  await close();
});

const failed = (syscall: string, code: string, hostname?: string) => {
  const cause = Object.assign(new Error(`${syscall} ${code}`), { syscall, code, hostname });
  return new Error('Failed query', { cause });
};

test('nor is it a slip where no resolver answers', () => {
  const error = failed('getaddrinfo', 'EAI_AGAIN', 'db.example.com');
  expect(connectionFailed(error)).toBe(true);
  expect(addressHint(error)).toContain('the resolver of names does not answer');
  // What applies migrations says it, too.
  expect(describe(error)).toContain('which machine is called db.example.com');
});

// A socket in the file system; a firewall; no port left to connect from; no file descriptor left.
test.each(['ENETUNREACH', 'ENOENT', 'EPERM', 'EADDRNOTAVAIL', 'EMFILE'])(
  'a database that can not be connected to is away: %s',
  (code) => {
    const error = failed('connect', code);
    expect(connectionFailed(error)).toBe(true);
    expect(addressHint(error)).toBeUndefined();
  },
);
