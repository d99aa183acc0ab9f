import type { SqlText } from '../read-result.ts';
import type { Notice } from '../table.ts';
import { identifier, sqlText, unless } from './guards.ts';

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
  notices: Notice[];
}

const QUALIFIED_CALL = /(?<![\w."])"?([a-z_]\w*)"?\."?([a-z_]\w*)"?\s*\(/gi;

/**
 * Stand-ins, which return NULL, for functions of other schemas that policies, defaults and checks call. Schemas in
 * `owned` are created by the first migration, so nothing can be put there before it: those calls only get a notice.
 */
export function functionStandIns(sql: SqlText[], owned: Set<string>): FunctionStandIns {
  const calls = new Map<string, { schema: string; name: string; subject: string }>();
  for (const { subject, text } of sql) {
    for (const [, schema = '', name = ''] of text.matchAll(QUALIFIED_CALL)) {
      if (!/^(pg_catalog|information_schema|public)$/.test(schema)) {
        calls.set(`${schema}.${name}`, { schema, name, subject });
      }
    }
  }
  const known = [...calls].filter(
    ([id, { schema }]) => id in PLATFORM_FUNCTIONS && !owned.has(schema),
  );
  const unknown = [...calls].filter(([id]) => !known.some(([other]) => other === id));
  return {
    schemas: [...new Set(known.map(([, { schema }]) => schema))],
    statements: known.map(([id, { schema, name }]) =>
      standIn(schema, name, PLATFORM_FUNCTIONS[id] ?? 'text'),
    ),
    notices: unknown.map(([id, { subject }]) => ({
      subject,
      message: `It calls the function ${id}(), which the schema does not define; create it at the top of the first migration.`,
    })),
  };
}

function standIn(schema: string, name: string, type: string): string {
  const exists = `SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ${sqlText(schema)} AND p.proname = ${sqlText(name)}`;
  const qualified = `${identifier(schema)}.${identifier(name)}`;
  return unless(
    exists,
    `CREATE FUNCTION ${qualified}() RETURNS ${type} LANGUAGE sql STABLE AS 'SELECT NULL::${type}'`,
  );
}
