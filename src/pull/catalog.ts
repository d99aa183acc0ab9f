import type { Client } from 'pg';
import type { SnapshotIndex } from './snapshot.ts';

/** What Postgres itself says of a column, where drizzle-kit's snapshot loses it. */
export interface CatalogColumn {
  /** The type with all that belongs to it, e.g. `geography(Point,4326)`; of an array, that of its items. */
  type: string;
  /** `a` for an identity that refuses values, `d` for one that takes them, else ''. A partition does not say it itself. */
  identity: string;
  /** The domain of the column refuses NULL. */
  domainNotNull: boolean;
  /** The default as Postgres prints it; null when there is none, and for generated and identity columns. */
  default: string | null;
  /** The type below a domain, e.g. `integer`; null when the column's type, or that of an array's items, is no domain. */
  domainBase: string | null;
  /** The enum that a column, or an array of it, holds; null for other types. */
  enumSchema: string | null;
  enumName: string | null;
  /** Number of array dimensions that the column was declared with. */
  dimensions: number;
}

export interface CatalogKey {
  /** In the order of the key. */
  columns: string[];
  nullsNotDistinct: boolean;
}

export interface Catalog {
  /** By `schema.table.column`. */
  columns: Map<string, CatalogColumn>;
  /** Primary keys and unique constraints by `schema.table.constraint`. */
  keys: Map<string, CatalogKey>;
  /** The columns of indexes, by `schema.table.index`. */
  indexes: Map<string, SnapshotIndex['columns']>;
  /** Sequences that an identity column makes for itself, by `schema.sequence`. */
  identitySequences: Set<string>;
  /** Partitions by `schema.table`, each with the partitioned table that it belongs to. */
  partitions: Map<string, { schema: string; name: string }>;
}

/** The key of a column or a constraint in a catalog. */
export function memberKey(schema: string, table: string, member: string): string {
  return JSON.stringify([schema || 'public', table, member]);
}

/** The key of a table in a catalog. */
export function tableKey(schema: string, table: string): string {
  return JSON.stringify([schema || 'public', table]);
}

const columnsQuery = `
  select n.nspname as schema, c.relname as table, a.attname as name, a.attndims as dimensions,
    case when a.attidentity = '' and a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default,
    format_type(e.oid, a.atttypmod) as type, t.typnotnull as "domainNotNull", a.attidentity as identity,
    case when e.typtype = 'd' then format_type(e.typbasetype, e.typtypmod) end as "domainBase",
    case when e.typtype = 'e' then en.nspname end as "enumSchema",
    case when e.typtype = 'e' then e.typname end as "enumName"
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  join pg_type e on e.oid = case when t.typcategory = 'A' then t.typelem else t.oid end
  join pg_namespace en on en.oid = e.typnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm')
    and n.nspname = any($1)`;

const keysQuery = `
  select n.nspname as schema, c.relname as table, k.conname as name,
    pg_get_constraintdef(k.oid) like 'UNIQUE NULLS NOT DISTINCT%' as "nullsNotDistinct",
    array(select a.attname::text from unnest(k.conkey) with ordinality as u(num, at)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.at) as columns
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace
  where k.contype in ('p', 'u') and n.nspname = any($1)`;

/** The bits of `indoption` are 1 for descending and 2 for nulls first. */
const indexesQuery = `
  select n.nspname as schema, c.relname as table, i.relname as name,
    (select json_agg(json_build_object(
        'expression', case when a.attname is null then pg_get_indexdef(x.indexrelid, k, false) else a.attname end,
        'isExpression', a.attname is null,
        'asc', x.indoption[k - 1] & 1 = 0,
        'nulls', case when x.indoption[k - 1] & 2 = 2 then 'first' else 'last' end,
        'opclass', case when o.opcdefault then '' else o.opcname end) order by k)
      from generate_series(1, x.indnkeyatts) k
      join pg_opclass o on o.oid = x.indclass[k - 1]
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[k - 1] and a.attnum > 0) as columns
  from pg_index x
  join pg_class c on c.oid = x.indrelid
  join pg_class i on i.oid = x.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1)`;

const partitionsQuery = `
  select n.nspname as schema, c.relname as name, rn.nspname as "rootSchema", r.relname as "rootName"
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_class r on r.oid = pg_partition_root(c.oid) and r.oid <> c.oid
  join pg_namespace rn on rn.oid = r.relnamespace
  where c.relispartition and c.relkind in ('r', 'p') and n.nspname = any($1)
  order by 1, 2`;

const identitySequencesQuery = `
  select n.nspname as schema, s.relname as name
  from pg_class s
  join pg_namespace n on n.oid = s.relnamespace
  join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype = 'i'
  where s.relkind = 'S' and n.nspname = any($1)`;

interface Member {
  schema: string;
  table: string;
  name: string;
}

type Partition = { schema: string; name: string; rootSchema: string; rootName: string };

/** Reads the catalog of some schemas. */
export async function readCatalog(client: Client, schemas: string[]): Promise<Catalog> {
  const rows = async <T extends object>(query: string): Promise<T[]> =>
    (await client.query<T>(query, [schemas])).rows;
  const members = async <T extends object>(query: string): Promise<Map<string, T>> =>
    new Map(
      (await rows<T & Member>(query)).map((row) => [
        memberKey(row.schema, row.table, row.name),
        row,
      ]),
    );

  const indexes = await members<{ columns: SnapshotIndex['columns'] }>(indexesQuery);
  const sequences = await rows<{ schema: string; name: string }>(identitySequencesQuery);
  const partitions = await rows<Partition>(partitionsQuery);
  return {
    columns: await members<CatalogColumn>(columnsQuery),
    keys: await members<CatalogKey>(keysQuery),
    indexes: new Map([...indexes].map(([key, { columns }]) => [key, columns])),
    identitySequences: new Set(sequences.map(({ schema, name }) => tableKey(schema, name))),
    partitions: new Map(
      partitions.map((row) => [
        tableKey(row.schema, row.name),
        { schema: row.rootSchema, name: row.rootName },
      ]),
    ),
  };
}
