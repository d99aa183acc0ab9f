import type { Client } from 'pg';
import type { Notice } from '../schema/table.ts';

/** What a database has and a Drizzle schema has no words for, each as the sentence that its owner gets to read. */
const QUERIES: [sql: string, message: (row: Loss) => string][] = [
  [
    `select n.nspname || '.' || c.relname as subject, k.conname as name
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'x' and n.nspname = any($1) order by 1, 2`,
    ({ name }) =>
      `Drizzle has no exclusion constraints: ${name} is not in the schema. Add it to a custom migration.`,
  ],
  [
    `select n.nspname || '.' || c.relname as subject, t.tgname as name
     from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgparentid = 0 and n.nspname = any($1) order by 1, 2`,
    ({ name }) =>
      `Drizzle has no triggers: ${name} is not in the schema. Add it, and its function, to a custom migration.`,
  ],
  [
    `select n.nspname || '.' || c.relname || '.' || a.attname as subject, d.typname as name
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_type t on t.oid = a.atttypid
     join pg_type d on d.oid = case when t.typcategory = 'A' then t.typelem else t.oid end
     where d.typtype = 'd' and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
       and not c.relispartition and n.nspname = any($1)
       and exists (select from pg_constraint k where k.contypid = d.oid and k.contype = 'c') order by 1`,
    ({ name }) =>
      `Drizzle has no domains: the column has the type below ${name}, without what that checks.`,
  ],
  [
    `select n.nspname || '.' || c.relname as subject, '' as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'p' and not c.relispartition and n.nspname = any($1) order by 1`,
    () => 'Drizzle has no partitions: migrations make one plain table of it.',
  ],
  [
    `select n.nspname || '.' || c.relname as subject, p.relname as name
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and not c.relispartition and n.nspname = any($1) order by 1`,
    ({ name }) =>
      `Drizzle has no inheritance: it is a table of its own, and its rows are not found in ${name}.`,
  ],
];

interface Loss {
  /** The table or column that it is about. */
  subject: string;
  name: string;
}

/** Reports by name what of a database does not come along. */
export async function readLosses(client: Client, schemas: string[]): Promise<Notice[]> {
  const notices: Notice[] = [];
  for (const [sql, message] of QUERIES) {
    const { rows } = await client.query<Loss>(sql, [schemas]);
    notices.push(...rows.map((row) => ({ subject: row.subject, message: message(row) })));
  }
  return notices;
}
