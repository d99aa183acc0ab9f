import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FUNCTIONS } from '../../../src/schema/prerequisites/known-functions.ts';
import { TYPES } from '../../../src/schema/prerequisites/known-types.ts';
import type { NamesByOwner } from '../../../src/schema/prerequisites/owned-names.ts';
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
const OBJECTS = `SELECT d.objid FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
  WHERE d.deptype = 'e' AND e.extname = $1`;
const OWN = `SELECT DISTINCT proname AS name ${CALLED} AND pronamespace = 'pg_catalog'::regnamespace`;
const OF_EXTENSION = `SELECT DISTINCT proname AS name ${CALLED}
  AND proname NOT IN (SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace)
  AND f.oid IN (${OBJECTS})`;

/** What a column can have: no pseudo-type, no list, no row of a table. */
const KIND = `FROM pg_type t WHERE typtype IN ('b', 'c', 'd', 'm', 'r') AND typcategory <> 'A'
  AND (typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = typrelid AND relkind = 'c'))`;
const OWN_TYPES = `SELECT DISTINCT typname AS name ${KIND} AND typnamespace = 'pg_catalog'::regnamespace`;
const TYPES_OF_EXTENSION = `SELECT DISTINCT typname AS name ${KIND} AND t.oid IN (${OBJECTS})`;

const NOT_EMBEDDED = new Set(['postgis', 'vector']);
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

/** @param known without what the embedded server lacks, of which they are taken as they stand */
async function namesOf(
  known: NamesByOwner,
  own: string,
  ofExtension: string,
): Promise<NamesByOwner> {
  const found: Record<string, string> = {};
  for (const [owner, names] of Object.entries(known)) {
    const isExtension = owner !== '';
    if (isExtension && !NOT_EMBEDDED.has(owner))
      await client.query(`CREATE EXTENSION IF NOT EXISTS "${owner}"`);
    const { rows } = await client.query<{ name: string }>(
      isExtension ? ofExtension : own,
      isExtension ? [owner] : [],
    );
    found[owner] = NOT_EMBEDDED.has(owner)
      ? names
      : rows
          .map(({ name }) => name)
          .toSorted()
          .join(' ');
  }
  return found;
}

// NAMES=update npx vitest run --project reader test/reader/schema/names-of-postgres.test.ts
test('the functions that the kit knows are those of Postgres and of its extensions', async () => {
  const found = await namesOf(FUNCTIONS, OWN, OF_EXTENSION);
  update('FUNCTIONS', found);
  expect(FUNCTIONS).toEqual(found);
});

test('so are the types', async () => {
  const found = await namesOf(TYPES, OWN_TYPES, TYPES_OF_EXTENSION);
  update('TYPES', found);
  expect(TYPES).toEqual(found);
});

function update(constant: string, found: NamesByOwner): void {
  if (process.env['NAMES'] !== 'update') return;
  const path = `../../../src/schema/prerequisites/known-${constant.toLowerCase()}.ts`;
  const file = fileURLToPath(new URL(path, import.meta.url));
  const entries = Object.entries(found).map(([name, names]) => {
    const lines = names.replaceAll(/(.{1,100})(?: |$)/g, '    $1\n').trimEnd();
    return `  '${name}': words(\`\n${lines}\n  \`),\n`;
  });
  const text = readFileSync(file, 'utf8');
  const begin = `${constant}: NamesByOwner = {`;
  const start = text.indexOf(begin) + begin.length;
  writeFileSync(
    file,
    `${text.slice(0, start)}\n${entries.join('')}${text.slice(text.indexOf('\n};', start) + 1)}`,
  );
}
