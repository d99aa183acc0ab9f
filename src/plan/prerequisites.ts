import type { PlannedFile } from './planned-file.ts';

/** Before the first migration that drizzle-kit writes. The same each time, so that a service can be created again. */
const NUMBERED = '0000_prerequisites';
const ID = '6f1d2f0e-6c1b-4f0a-9d6e-0d9c1f4b7a10';
const BEFORE_ALL = Date.UTC(2020, 0);

/**
 * The migration that makes what the tables need to be there before them, as `drizzle-kit generate --custom` would write it:
 * with it in its place, the next `db:generate` gives a first migration that an empty database takes. Nothing where nothing
 * is needed.
 */
export function planPrerequisites(statements: string[]): PlannedFile[] {
  if (statements.length === 0) return [];
  const snapshot = {
    id: ID,
    prevId: '00000000-0000-0000-0000-000000000000',
    version: '7',
    dialect: 'postgresql',
    tables: {},
    enums: {},
    schemas: {},
    views: {},
    sequences: {},
    roles: {},
    policies: {},
    _meta: { columns: {}, schemas: {}, tables: {} },
  };
  const entry = { idx: 0, version: '7', when: BEFORE_ALL, tag: NUMBERED, breakpoints: true };
  const journal = { version: '7', dialect: 'postgresql', entries: [entry] };
  return [
    yours(`drizzle/${NUMBERED}.sql`, prerequisitesSql(statements)),
    yours('drizzle/meta/0000_snapshot.json', JSON.stringify(snapshot, null, 2)),
    yours('drizzle/meta/_journal.json', JSON.stringify(journal, null, 2)),
  ];
}

/** The text of such a migration: one statement each, as drizzle splits them. */
export function prerequisitesSql(statements: string[]): string {
  const terminated = statements.map((sql) => `${sql.trim().replace(/;$/, '')};`);
  const reason =
    '-- What the tables need to be there before them: the schema uses it, but drizzle does not create it.';
  return `${reason}\n${terminated.join('\n--> statement-breakpoint\n')}\n`;
}

function yours(path: string, content: string): PlannedFile {
  return { path, content, owner: 'yours' };
}
