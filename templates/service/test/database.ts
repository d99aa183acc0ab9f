import { randomBytes } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import { inject } from 'vitest';

let database: Promise<string> | undefined;

/**
 * @returns the address of this test file's own database, a copy of the migrated one, for the role that the service has in
 * production: what it may not do there fails in the tests as well
 */
export async function testDatabaseUrl(): Promise<string> {
  return Object.assign(new URL(await ownerDatabaseUrl()), inject('serviceRole')).href;
}

/** @returns the same for the owner of the tables, who applies migrations */
export function ownerDatabaseUrl(): Promise<string> {
  return (database ??= cloneDatabase());
}

/** Makes and changes tables of a test, which the service may use as it may its own. */
export async function asOwner(...statements: SQL[]): Promise<void> {
  const client = new Client({ connectionString: await ownerDatabaseUrl() });
  await client.connect();
  try {
    for (const statement of statements) await drizzle(client).execute(statement);
  } finally {
    await client.end();
  }
}

/** Called once after the tests of each file. */
export async function dropTestDatabase(): Promise<void> {
  if (!database) return;
  const name = new URL(await database).pathname.slice(1);
  database = undefined;
  await administrate(`drop database if exists ${name} with (force)`);
}

async function cloneDatabase(): Promise<string> {
  const template = inject('template');
  const name = `${template}_${randomBytes(4).toString('hex')}`;
  await administrate(`create database ${name} template ${template}`);
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

async function administrate(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('serverUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
