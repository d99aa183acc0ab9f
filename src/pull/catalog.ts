import type { Client } from 'pg';

/** What Postgres itself says of a column, where drizzle-kit's snapshot loses it. */
export interface CatalogColumn {
  /** The default as Postgres prints it; null when there is none, and for generated and identity columns. */
  default: string | null;
  /** The type below a domain, e.g. `integer`; null when the column's type is no domain. */
  domainBase: string | null;
  /** The schema of the enum whose values an array column holds; null when it holds something else. */
  arrayEnumSchema: string | null;
  /** Number of array dimensions that the column was declared with. */
  dimensions: number;
}

export interface Catalog {
  /** By `schema.table.column`. */
  columns: Map<string, CatalogColumn>;
  /** Partitions by `schema.table`, each with the partitioned table that it belongs to. */
  partitions: Map<string, { schema: string; name: string }>;
}

/** The key of a column in a catalog. */
export function columnKey(schema: string, table: string, column: string): string {
  return JSON.stringify([schema || 'public', table, column]);
}

/** The key of a table in a catalog. */
export function tableKey(schema: string, table: string): string {
  return JSON.stringify([schema || 'public', table]);
}

const columnsQuery = `
  select n.nspname as schema, c.relname as table, a.attname as column, a.attndims as dimensions,
    case when a.attidentity = '' and a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default,
    case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as "domainBase",
    case when e.typtype = 'e' then en.nspname end as "arrayEnumSchema"
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  left join pg_type e on e.oid = t.typelem
  left join pg_namespace en on en.oid = e.typnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm')
    and n.nspname = any($1)`;

const partitionsQuery = `
  select n.nspname as schema, c.relname as name, rn.nspname as "rootSchema", r.relname as "rootName"
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_class r on r.oid = pg_partition_root(c.oid) and r.oid <> c.oid
  join pg_namespace rn on rn.oid = r.relnamespace
  where c.relispartition and c.relkind in ('r', 'p') and n.nspname = any($1)
  order by 1, 2`;

interface ColumnRow extends CatalogColumn {
  schema: string;
  table: string;
  column: string;
}

/** Reads the catalog of some schemas. */
export async function readCatalog(client: Client, schemas: string[]): Promise<Catalog> {
  const columns = await client.query<ColumnRow>(columnsQuery, [schemas]);
  const partitions = await client.query<{
    schema: string;
    name: string;
    rootSchema: string;
    rootName: string;
  }>(partitionsQuery, [schemas]);
  return {
    columns: new Map(
      columns.rows.map((row) => [columnKey(row.schema, row.table, row.column), row]),
    ),
    partitions: new Map(
      partitions.rows.map((row) => [
        tableKey(row.schema, row.name),
        { schema: row.rootSchema, name: row.rootName },
      ]),
    ),
  };
}
