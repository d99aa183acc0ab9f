import { Client } from 'pg';

interface Postgres {
  url: string;
  release: () => void;
}

/** The service's own embedded Postgres: what a generated service tests on is what the kit tests on. */
const EMBEDDED = new URL('../../templates/service/scripts/postgres/index.ts', import.meta.url);

/**
 * Starts a real Postgres of its own, or uses the one that TEST_DATABASE_URL names. The address is that of a superuser's
 * database; tests create their own databases beside it (`createDatabase`).
 */
export async function startPostgres(): Promise<{ url: string; stop: () => void }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, stop: () => {} };
  return startOwnPostgres();
}

/** The same, and never somebody else's: for tests that change its settings. */
export async function startOwnPostgres(): Promise<{ url: string; stop: () => void }> {
  // Not a static import: the service's files import without extensions, which the kit's compiler settings refuse.
  const { temporaryPostgres }: { temporaryPostgres: () => Promise<Postgres> } = await import(
    /* @vite-ignore */ EMBEDDED.href
  );
  const { url, release } = await temporaryPostgres();
  return { url, stop: release };
}

/** An empty database on the server; the name is made unique, so that tests on a shared server do not meet. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const database = `${name}_${process.pid}_${Date.now()}`;
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`create database "${database}"`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
