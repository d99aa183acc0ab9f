import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { temporaryPostgres } from '../scripts/postgres';
import { migrateDatabase } from '../src/db/migrate';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the server's own database, from which others are made. */
    serverUrl: string;
    /** A migrated database without rows, to make copies of. */
    template: string;
  }
}

/**
 * Starts one Postgres for all tests, or takes the one at TEST_DATABASE_URL, and migrates one database there. Random names
 * keep two runs on one server apart.
 */
export default async function setup(project: TestProject) {
  const given = process.env['TEST_DATABASE_URL'];
  const postgres = given ? { url: given, release: () => {} } : await temporaryPostgres();
  const template = `test_${randomBytes(8).toString('hex')}`;
  const templateUrl = new URL(postgres.url);
  templateUrl.pathname = `/${template}`;

  await administrate(postgres.url, `create database ${template}`);
  await migrateDatabase(templateUrl.href, path.resolve('drizzle'));
  project.provide('serverUrl', postgres.url);
  project.provide('template', template);

  return async () => {
    await administrate(postgres.url, `drop database if exists ${template} with (force)`);
    postgres.release();
  };
}

async function administrate(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
