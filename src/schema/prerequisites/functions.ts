import type { MissingName, Notice } from '../table.ts';
import type { Call } from './calls.ts';
import { identifier, sqlText, unless } from './guards.ts';
import { ownerOf } from './known-functions.ts';
import { isProvided } from './owned-names.ts';

/** Functions that platforms provide, by qualified name -> what they return. */
const PLATFORM_FUNCTIONS: Record<string, string> = {
  'auth.uid': 'uuid',
  'auth.jwt': 'jsonb',
  'auth.role': 'text',
  'auth.email': 'text',
  'auth.user_id': 'text',
  'auth.session': 'jsonb',
  'realtime.topic': 'text',
};

export interface FunctionStandIns {
  statements: string[];
  /** Schemas that the stand-ins need. */
  schemas: string[];
  /** Functions that are nowhere, with what calls them. */
  missing: MissingName[];
}

const nameOf = ({ schema, name }: Call) => (schema === null ? name : `${schema}.${name}`);

/**
 * Stand-ins, which return NULL, for functions of a platform that policies, defaults and checks call. Schemas in `owned` are
 * created by the first migration, so nothing can be put there before it: such functions are missing, as are those that neither
 * Postgres has nor one of the `extensions`.
 */
export function functionStandIns(
  calls: Call[],
  { owned, extensions }: { owned: Set<string>; extensions: string[] },
): FunctionStandIns {
  const known = calls.filter(
    (call) => nameOf(call) in PLATFORM_FUNCTIONS && !owned.has(call.schema ?? ''),
  );
  const missing = calls.filter((call) => !known.includes(call) && !isThere(call, extensions));
  return {
    schemas: [...new Set(known.flatMap(({ schema }) => schema ?? []))],
    statements: known.map((call) =>
      standIn(call.schema ?? '', call.name, PLATFORM_FUNCTIONS[nameOf(call)] ?? 'text'),
    ),
    missing: missing.map((call) => ({ name: nameOf(call), subject: call.subject })),
  };
}

function isThere({ schema, name }: Call, extensions: string[]): boolean {
  if (schema === 'pg_catalog' || schema === 'information_schema') return true;
  const owner = schema === null || schema === 'public' ? ownerOf(name) : undefined;
  return isProvided(owner, extensions);
}

export const missingNotices = (missing: MissingName[]): Notice[] =>
  missing.map(({ name, subject }) => ({
    subject,
    message: `It calls the function ${name}(), which neither Postgres nor the schema defines; create it at the top of the first migration.`,
  }));

function standIn(schema: string, name: string, type: string): string {
  const exists = `SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ${sqlText(schema)} AND p.proname = ${sqlText(name)}`;
  const qualified = `${identifier(schema)}.${identifier(name)}`;
  return unless(
    exists,
    `CREATE FUNCTION ${qualified}() RETURNS ${type} LANGUAGE sql STABLE AS 'SELECT NULL::${type}'`,
  );
}
