/** The usual class of some type each: for its own type it need not be said, for another Postgres refuses it. */
const USUAL =
  /" (?:array|bit|bool|bpchar|bytea|char|cidr|date|enum|float4|float8|inet|int2|int4|int8|interval|macaddr|macaddr8|name|numeric|oid|text|time|timestamp|timestamptz|timetz|uuid|varbit|varchar)_ops\b/g;

const BTREE_INDEX = /^CREATE (?:UNIQUE )?INDEX .* USING btree \(.*$/gm;

/**
 * Leaves out of a migration's plain indexes the operator classes that their columns have anyway. `drizzle-kit pull` writes
 * them into a schema, and in an index over several columns often at the wrong one: `"team_id" text_ops` on a uuid.
 */
export function withoutUsualOperators(migration: string): string {
  return migration.replaceAll(BTREE_INDEX, (line) => line.replaceAll(USUAL, '"'));
}
