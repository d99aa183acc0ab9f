import { KitError } from '../errors.ts';
import type { Notice } from '../schema/table.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { readLosses } from './losses.ts';

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

export interface Database {
  /** The schemas to read. */
  schemas: string[];
  catalog: Catalog;
  /** What of it does not come along. */
  losses: Notice[];
}

/**
 * Connects once, to say clearly what is wrong, and reads what drizzle-kit does not.
 * @throws KitError DATABASE_UNREACHABLE, DATABASE_EMPTY
 */
export async function readDatabase(url: string): Promise<Database> {
  const { default: pg } = await import('pg');
  const { hostname, port, pathname } = new URL(url);
  const where = `${hostname || 'localhost'}:${port || 5432}${pathname}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeout });
  // A connection that breaks off later is reported by the query that it breaks.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(ownSchemas);
    const schemas = rows.map(({ name }) => name);
    if (schemas.length > 0) {
      const catalog = await readCatalog(client, schemas);
      return { schemas, catalog, losses: await readLosses(client, schemas) };
    }
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
