import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

let database: Promise<string> | undefined;

/** @returns the address of this test file's own database, a copy of the migrated one */
export function testDatabaseUrl(): Promise<string> {
  return (database ??= cloneDatabase());
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
