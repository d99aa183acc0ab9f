import { KitError } from '../errors.ts';

const connectTimeout = 5000;

/** Schemas with tables or views of the database's own: not Postgres's, not an extension's, not drizzle's bookkeeping. */
const ownSchemas = `
  select distinct n.nspname as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm')
    and n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'drizzle', 'pgboss')
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order by 1`;

/**
 * Connects once, to say clearly what is wrong, and lists the schemas to read.
 * @throws KitError DATABASE_UNREACHABLE, DATABASE_EMPTY
 */
export async function inspectDatabase(url: string): Promise<string[]> {
  const { default: pg } = await import('pg');
  const { hostname, port, pathname } = new URL(url);
  const where = `${hostname || 'localhost'}:${port || 5432}${pathname}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeout });
  // A connection that breaks off later is reported by the query that it breaks.
  client.on('error', () => undefined);
  let rows: { name: string }[];
  try {
    await client.connect();
    ({ rows } = await client.query<{ name: string }>(ownSchemas));
  } catch (error) {
    throw new KitError(
      'DATABASE_UNREACHABLE',
      `The database at ${where} can't be read: ${reasonOf(error)}.`,
      'Check the host, the port, the name, the user and the password in --from-db.',
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  if (rows.length > 0) return rows.map(({ name }) => name);
  throw new KitError(
    'DATABASE_EMPTY',
    `The database at ${where} has no tables.`,
    'Check its name, or that the user may see its tables.',
  );
}

/** Node gathers the failures of several addresses in one error that has no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\.$/, '');
}
