import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FUNCTIONS } from '../../../src/schema/prerequisites/known-functions.ts';
import { createDatabase, startPostgres } from '../../support/postgres.ts';

/** What the server has less what stands behind operators, types and aggregates under names that nobody would call. */
const CALLED = `
  FROM pg_proc f
  WHERE 'internal'::regtype <> ALL (f.proargtypes) AND 'cstring'::regtype <> ALL (f.proargtypes)
    AND f.prorettype NOT IN ('internal'::regtype, 'cstring'::regtype)
    AND proname !~ '^(pg_|RI_|binary_upgrade_|plpgsql_|fmgr_)'
    AND proname !~ '(larger|smaller|_validator|_accum|_accum_inv|_combine|_transfn|_send)$'
    AND NOT (proname ~ '(eq|ne|lt|le|gt|ge|pl|mi|mul|div|same|like|[a-z]_[a-z]+)$'
      AND coalesce(obj_description(f.oid, 'pg_proc'), '') ~ '^(implementation of|I/O)' AND proname !~ '^(array|jsonb?|starts)_')`;
const OWN = `SELECT DISTINCT proname ${CALLED} AND pronamespace = 'pg_catalog'::regnamespace`;
const OF_EXTENSION = `SELECT DISTINCT proname ${CALLED}
  AND proname NOT IN (SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace)
  AND f.oid IN (SELECT d.objid FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.deptype = 'e' AND e.extname = $1)`;

const file = fileURLToPath(
  new URL('../../../src/schema/prerequisites/known-functions.ts', import.meta.url),
);
const BEGIN = 'FUNCTIONS: Record<string, string> = {';
const NOT_EMBEDDED = new Set(['vector']);
let server: Awaited<ReturnType<typeof startPostgres>>;
let client: Client;

beforeAll(async () => {
  server = await startPostgres();
  client = new Client({ connectionString: await createDatabase(server.url, 'functions') });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  server.stop();
});

async function namesOf(extension: string): Promise<string> {
  if (extension !== '') await client.query(`CREATE EXTENSION IF NOT EXISTS "${extension}"`);
  const { rows } =
    extension === '' ? await client.query(OWN) : await client.query(OF_EXTENSION, [extension]);
  return rows
    .map(({ proname }: { proname: string }) => proname)
    .toSorted()
    .join(' ');
}

// FUNCTIONS=update npx vitest run --project reader test/reader/schema/functions-of-postgres.test.ts
test('the functions that the kit knows are those of Postgres and of its extensions', async () => {
  const found: Record<string, string> = {};
  for (const [name, known] of Object.entries(FUNCTIONS))
    found[name] = NOT_EMBEDDED.has(name) ? known : await namesOf(name);
  if (process.env['FUNCTIONS'] === 'update') writeFileSync(file, sourceOf(found));
  expect(FUNCTIONS).toEqual(found);
});

function sourceOf(found: Record<string, string>): string {
  const entries = Object.entries(found).map(([name, names]) => {
    const lines = names.replaceAll(/(.{1,100})(?: |$)/g, '    $1\n').trimEnd();
    return `  '${name}': words(\`\n${lines}\n  \`),\n`;
  });
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf(BEGIN) + BEGIN.length;
  return `${text.slice(0, start)}\n${entries.join('')}${text.slice(text.indexOf('\n};', start) + 1)}`;
}
