import { type NamesByOwner, ownersOf, words } from './owned-names.ts';

/**
 * Types that a column can have: those of Postgres itself under '', and of the extensions that the kit creates. Taken from a real
 * server, and held against it, by test/reader/schema/names-of-postgres.test.ts.
 */
export const TYPES: NamesByOwner = {
  '': words(`
    aclitem bit bool box bpchar bytea char cid cidr circle date datemultirange daterange float4 float8
    gtsvector inet int2 int4 int4multirange int4range int8 int8multirange int8range interval json jsonb
    jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange oid path
    pg_brin_bloom_summary pg_brin_minmax_multi_summary pg_dependencies pg_lsn pg_mcv_list pg_ndistinct
    pg_node_tree pg_snapshot point polygon refcursor regclass regcollation regconfig regdictionary
    regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time timestamp
    timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid
    varbit varchar xid xid8 xml
  `),
  citext: words(`
    citext
  `),
  cube: words(`
    cube
  `),
  hstore: words(`
    ghstore hstore
  `),
  intarray: words(`
    intbig_gkey query_int
  `),
  isn: words(`
    ean13 isbn isbn13 ismn ismn13 issn issn13 upc
  `),
  lo: words(`
    lo
  `),
  ltree: words(`
    lquery ltree ltree_gist ltxtquery
  `),
  pg_trgm: words(`
    gtrgm
  `),
  postgis: words(`
    box2d box2df box3d geography geometry geometry_dump gidx spheroid valid_detail
  `),
  seg: words(`
    seg
  `),
  vector: words(`
    halfvec sparsevec vector
  `),
};

const OWNERS = ownersOf(TYPES);

/** The extension that has a type, '' for Postgres itself; undefined where neither has it. */
export const typeOwnerOf = (name: string): string | undefined => OWNERS.get(name);
