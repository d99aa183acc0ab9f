import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { temporaryPostgres } from '../scripts/postgres';
import { migrateDatabase } from '../src/db/migrate';
import { bypassFor, privilegesFor } from './privileges';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the server's own database, from which others are made. */
    serverUrl: string;
    /** A migrated database without rows, to make copies of. */
    template: string;
    /** Who the service connects as: it owns nothing. */
    serviceRole: { username: string; password: string };
  }
}

/**
 * Starts one Postgres for all tests, or takes the one at TEST_DATABASE_URL, and migrates one database there, with the
 * privileges that the service has in production. Random names keep two runs on one server apart.
 */
export default async function setup(project: TestProject) {
  const given = process.env['TEST_DATABASE_URL'];
  const postgres = given ? { url: given, release: () => {} } : await temporaryPostgres();
  const template = `test_${randomBytes(8).toString('hex')}`;
  const templateUrl = Object.assign(new URL(postgres.url), { pathname: `/${template}` }).href;
  const role = { username: template, password: randomBytes(16).toString('hex') };

  await administrate(
    postgres.url,
    `create role ${role.username} login password '${role.password}'`,
  );
  await administrate(postgres.url, `create database ${template}`);
  const owner = decodeURIComponent(new URL(postgres.url).username);
  await administrate(templateUrl, privilegesFor(owner, role.username));
  await migrateDatabase(templateUrl, path.resolve('drizzle'));
  await administrate(templateUrl, bypassFor(role.username));
  project.provide('serverUrl', postgres.url);
  project.provide('template', template);
  project.provide('serviceRole', role);

  return async () => {
    await administrate(postgres.url, `drop database if exists ${template} with (force)`);
    await administrate(postgres.url, `drop role ${role.username}`);
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
