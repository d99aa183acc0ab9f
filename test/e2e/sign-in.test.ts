import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideEnv, run } from '../support/outside.ts';
import { type Pooled, signUp, startBehindPgBouncer } from './behind-pgbouncer.ts';
import { client } from './journey.ts';
import {
  allPassed,
  wholePassed,
  createService,
  firstMigration,
  noFindings,
  script,
  removeServices,
  servicesFolder,
} from './service.ts';

let parent: string;

beforeAll(() => {
  parent = servicesFolder('schemas');
});

afterAll(() => removeServices(parent));

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('a service that signs people in', () => {
  let folder: string;
  beforeAll(async () => {
    const schema = path('../cases/sign-in/schema.ts');
    // With all that a service may have, so that no test counts on another feature not being there.
    const more = ['--secrets', 'aws', '--tracing', '--client', 'tax-office'];
    const flags = ['--schema', schema, '--auth', 'built-in', ...more];
    folder = await createService(parent, 'sign-in', flags);
    await firstMigration(folder);
  });

  it('passes its own check', async () => {
    expect(await script(folder, 'check')).toContain(noFindings);
  });

  it('passes all of its tests', async () => {
    await script(folder, 'contract');
    expect(await script(folder, 'test')).toMatch(wholePassed);
  });

  it('answers 404, and not 412, to who may read a row by a policy that was changed, and not change it', async () => {
    const change = (file: string, edit: (text: string) => string) => {
      const text = readFileSync(join(folder, 'src/modules/notes', file), 'utf8');
      expect(edit(text)).not.toBe(text);
      writeFileSync(join(folder, 'src/modules/notes', file), edit(text));
      return () => writeFileSync(join(folder, 'src/modules/notes', file), text);
    };
    const undo = [
      change('notes.policy.ts', (text) =>
        text.replaceAll(/(list|read): 'owner'/g, "$1: 'signedIn'"),
      ),
      change('notes.access.test.ts', (text) =>
        text.replace('stranger   none  404 ', 'stranger   row   200 '),
      ),
    ];
    try {
      const test = ['src/modules/notes/notes.access', '-t', 'who may do what'];
      expect(await script(folder, 'test', '--', ...test)).toMatch(allPassed);
    } finally {
      for (const one of undo) one();
    }
  });

  describe('behind PgBouncer', () => {
    let pooled: Pooled;
    beforeAll(async () => {
      await script(folder, 'build');
      pooled = await startBehindPgBouncer(folder);
    });

    afterAll(() => pooled?.stop());

    it('signs somebody in, does a thing once, and lists what there is', async () => {
      const send = client(pooled.service.origin);
      const { accessToken, refreshToken } = await signUp(send, pooled, { displayName: 'Ada' });
      const headers = { authorization: `Bearer ${accessToken}` };
      const key = { ...headers, 'idempotency-key': 'one' };
      const twins = Array.from({ length: 10 }, () =>
        send('POST', '/v1/notes', { body: { text: 'once' }, headers: key }),
      );
      const answers = (await Promise.all(twins)).map(({ status, body }) => ({ status, body }));
      expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
      for (const text of ['second', 'third']) {
        await send('POST', '/v1/notes', { body: { text }, headers });
      }
      const found: unknown[] = [];
      let cursor: unknown = '';
      while (typeof cursor === 'string') {
        const rest = cursor && `&cursor=${encodeURIComponent(cursor)}`;
        const { body } = await send('GET', `/v1/notes?limit=1&include=member${rest}`, { headers });
        found.push(...(body['data'] as object[]));
        cursor = body['nextCursor'];
      }
      expect(found).toEqual(
        ['once', 'second', 'third'].map((text) =>
          expect.objectContaining({
            text,
            member: expect.objectContaining({ displayName: 'Ada' }),
          }),
        ),
      );
      const refreshed = await send('POST', '/v1/auth/refresh', { body: { refreshToken } });
      expect(refreshed.status).toBe(200);
      const sessions = await send('GET', '/v1/auth/sessions', { headers });
      expect(sessions.body['data']).toEqual([
        expect.objectContaining({ createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) }),
      ]);
    });

    it('refuses to migrate through it, where a lock is kept by a session of somebody else', async () => {
      const env = outsideEnv({ DATABASE_URL: pooled.pgbouncer.url }, [
        join(folder, 'node_modules', '.bin'),
      ]);
      const { exitCode, stderr } = await run(['node', 'dist/migrate.js'], { cwd: folder, env });
      expect(stderr).toContain('Migrations need a session of their own');
      expect(exitCode).toBe(1);
    });

    it('says 503 while PgBouncer is away, and recovers by itself', async () => {
      const send = client(pooled.service.origin);
      const { accessToken } = await signUp(send, pooled, { displayName: 'Ada' });
      const headers = { authorization: `Bearer ${accessToken}` };
      const statusOf = async (url: string) => (await send('GET', url, { headers })).status;
      await pooled.pgbouncer.kill();
      expect(await statusOf('/v1/notes')).toBe(503);
      await expect.poll(() => statusOf('/readyz')).toBe(503);
      await pooled.pgbouncer.start();
      await expect.poll(() => statusOf('/readyz')).toBe(200);
      expect(await statusOf('/v1/notes')).toBe(200);
    });
  });
});
