import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createAuthority } from '../../support/certificates.ts';
import { startOwnPostgres } from '../../support/postgres.ts';

// The database layer of a service, with a real Postgres that speaks TLS.

interface Service {
  createDatabase: (config: object) => {
    db: { execute: (query: unknown) => Promise<{ rows: Record<string, unknown>[] }> };
    close: () => Promise<void>;
  };
  loadConfig: (env: NodeJS.ProcessEnv) => { database: object };
  connectionFailed: (error: unknown) => boolean;
  tlsHint: (error: unknown) => string | undefined;
}

/** Not static imports: the service's files import without extensions, which the kit's compiler settings refuse. */
async function serviceModules(): Promise<Service> {
  const src = new URL('../../../templates/service/src/', import.meta.url);
  const loaded = await Promise.all(
    ['db/client', 'db/errors', 'db/tls', 'config/index'].map(
      (name) => import(/* @vite-ignore */ new URL(`${name}.ts`, src).href),
    ),
  );
  return Object.assign({}, ...loaded) as Service;
}

let service: Service;
let folder: string;
let postgres: { url: string; stop: () => void };
let database: ReturnType<Service['createDatabase']> | undefined;

beforeAll(async () => {
  service = await serviceModules();
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
  postgres = await startOwnPostgres();
  const ours = await createAuthority('ours');
  writeFileSync(join(folder, 'ours.pem'), ours.pem);
  writeFileSync(join(folder, 'theirs.pem'), (await createAuthority('theirs')).pem);
  await speakTls(await ours.sign('localhost'));
}, 60_000);

afterEach(async () => {
  await database?.close();
  database = undefined;
});

afterAll(() => {
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

/** Postgres writes the files itself: it takes no key that somebody else might read. */
async function speakTls({ cert, key }: { cert: string; key: string }): Promise<void> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  for (const [name, pem] of [
    ['server.crt', cert],
    ['server.key', key],
  ]) {
    await client.query(
      `copy (select unnest(string_to_array('${pem}', e'\n'))) to program 'umask 077; cat > ${name}'`,
    );
  }
  await client.end();
  await setTls('on');
}

async function setTls(ssl: 'on' | 'off'): Promise<void> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`alter system set ssl = ${ssl}`);
  await client.query('select pg_reload_conf()');
  const isSet = async () => expect((await client.query('show ssl')).rows).toEqual([{ ssl }]);
  await vi.waitFor(isSet, { timeout: 30_000 });
  await client.end();
}

/** Whether a query's connection is encrypted, as Postgres sees it. */
async function isEncrypted(host: string, parameters: Record<string, string>): Promise<unknown> {
  const url = Object.assign(new URL(postgres.url), { hostname: host });
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const config = service.loadConfig({ APP_ENV: 'production', DATABASE_URL: url.href });
  database = service.createDatabase(config.database);
  const { rows } = await database.db.execute(
    'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
  );
  return rows[0]?.['ssl'];
}

const rootOf = (name: string) => ({ sslmode: 'verify-full', sslrootcert: join(folder, name) });

it('a service speaks TLS with the server that its authority knows by that name', async () => {
  expect(await isEncrypted('localhost', rootOf('ours.pem'))).toBe(true);
  expect(await isEncrypted('localhost', {})).toBe(false);
});

it.each([
  ['signed by another authority', 'localhost', () => rootOf('theirs.pem'), 'sslrootcert'],
  [
    'signed by none that Node knows',
    'localhost',
    () => ({ sslmode: 'verify-full' }),
    'sslrootcert',
  ],
  ['for another name', '127.0.0.1', () => rootOf('ours.pem'), 'another name'],
])(
  'a certificate that is %s is refused, and the error says what to do',
  async (_, host, parameters, hint) => {
    const refused = await isEncrypted(host, parameters()).catch((error: unknown) => error);
    expect(service.connectionFailed(refused)).toBe(true);
    expect(service.tlsHint(refused)).toContain(hint);
  },
);

it.each(['prefer', 'require', 'verify-ca'])(
  'sslmode=%s is no less than verify-full',
  async (sslmode) => {
    const refused = isEncrypted('localhost', { sslmode });
    await expect(refused).rejects.toSatisfy((error) => service.tlsHint(error) !== undefined);
  },
);

it('a server that speaks no TLS is refused where it is asked for', async () => {
  await setTls('off');
  const refused = await isEncrypted('localhost', rootOf('ours.pem')).catch(
    (error: unknown) => error,
  );
  expect(service.connectionFailed(refused)).toBe(true);
  expect(service.tlsHint(refused)).toContain('speaks no TLS');
});
