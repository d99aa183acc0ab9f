import { isPlatformSchema } from './foreign-schemas.ts';
import type { ReadResult } from './read-result.ts';
import { extensionsOf, extensionNotices } from './prerequisites/extensions.ts';
import { callsIn } from './prerequisites/calls.ts';
import { functionStandIns, missingNotices } from './prerequisites/functions.ts';
import { identifier, sqlText, unless } from './prerequisites/guards.ts';
import { tableStandIn } from './prerequisites/tables.ts';
import { missingTypeNotices, missingTypes } from './prerequisites/types.ts';
import type { MissingName, Notice } from './table.ts';

export interface Prerequisites {
  /** Statements in the order in which they must run. Each does nothing where its object is there already. */
  statements: string[];
  extensions: string[];
  /** Functions that are called and that nothing defines. */
  missingFunctions: MissingName[];
  /** Types of columns that nothing defines. */
  missingTypes: MissingName[];
  notices: Notice[];
}

/**
 * What an empty Postgres lacks for the schema's first migration: extensions, roles that policies name, and stand-ins for
 * tables and functions that a platform such as Supabase provides.
 */
export async function prerequisitesOf(read: ReadResult): Promise<Prerequisites> {
  const calls = await callsIn(read.sql);
  const extensions = extensionsOf(read, calls);
  const types = await missingTypes(read, extensions);
  const functions = functionStandIns(calls, { owned: ownedSchemas(read), extensions });
  const foreignTables = read.tables.filter((table) => table.exportName === null);
  const schemas = new Set([
    ...foreignTables.flatMap(({ schema }) => schema ?? []),
    ...functions.schemas,
  ]);
  const roles = read.entities.filter(
    ({ kind, name, existing, exports }) =>
      kind === 'role' &&
      (existing || exports.length === 0) &&
      !BUILT_IN_ROLES.has(name.toLowerCase()),
  );
  return {
    extensions,
    missingFunctions: functions.missing,
    missingTypes: types,
    statements: [
      ...extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS ${identifier(name)};`),
      ...roles.map(({ name }) => roleStandIn(name)),
      ...[...schemas].map(schemaStandIn),
      ...foreignTables.map(tableStandIn),
      ...functions.statements,
    ],
    notices: [
      ...extensionNotices(extensions),
      ...missingNotices(functions.missing),
      ...missingTypeNotices(types),
      ...foreignTables.map(({ id }) => foreignNotice(id)),
      ...(roles.length > 0 ? [roleNotice(roles.map(({ name }) => name))] : []),
      ...platformNotices(read),
    ],
  };
}

const BUILT_IN_ROLES = new Set([
  'public',
  'current_user',
  'session_user',
  'current_role',
  'postgres',
]);

/** Schemas that the first migration creates: nothing may stand in them before it. */
const ownedSchemas = ({ entities }: ReadResult): Set<string> =>
  new Set(
    entities
      .filter(
        ({ kind, name, exports }) =>
          kind === 'schema' && (exports.length > 0 || !isPlatformSchema(name)),
      )
      .map(({ name }) => name),
  );

const roleStandIn = (name: string) =>
  unless(
    `SELECT FROM pg_roles WHERE rolname = ${sqlText(name)}`,
    `CREATE ROLE ${identifier(name)} NOLOGIN`,
  );

const schemaStandIn = (name: string) =>
  unless(
    `SELECT FROM pg_namespace WHERE nspname = ${sqlText(name)}`,
    `CREATE SCHEMA ${identifier(name)}`,
  );

const foreignNotice = (id: string): Notice => ({
  subject: id,
  message:
    'The schema refers to this table and does not export it, so migrations leave it alone; where it is missing, a stand-in with the same columns is created first.',
});

const roleNotice = (names: string[]): Notice => ({
  subject: null,
  message: `Policies name the roles ${names.join(', ')}; where one is missing it is created without login before the first migration.`,
});

/** A platform's table that the person exports: their own migrations create it too, which the platform refuses. */
function platformNotices({ tables }: ReadResult): Notice[] {
  return tables
    .filter(({ exportName, schema }) => exportName !== null && isPlatformSchema(schema))
    .map(({ id, schema }) => ({
      subject: id,
      message: `The schema exports this table, so migrations create it; on a platform that owns "${schema}", stop exporting it.`,
    }));
}
