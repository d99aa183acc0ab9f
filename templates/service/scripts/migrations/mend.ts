import type { Snapshot } from './files';

/**
 * Mends a migration that drizzle-kit has just written, where the mistake is not in what it read from the schema but in how
 * it writes it. Pure.
 */
export function mendMigration(sql: string, snapshot: Snapshot): string {
  return [
    withoutUsualOperators,
    withoutNeedlessConcurrently,
    withIndexesBeforeKeys,
    withinBigint,
    withSharedRoles,
  ].reduce((text, mend) => mend(text), withPlainTypes(sql, snapshot));
}

/**
 * Takes types out of the quotes in which no Postgres finds them. drizzle-kit quotes whatever it does not know, also
 * `geography(Point, 4326)`, `auth.level` and `TSVECTOR`.
 */
export function withPlainTypes(migration: string, { tables }: Snapshot): string {
  const types = Object.values(tables)
    .flatMap(({ columns }) => Object.values(columns))
    .filter(({ typeSchema }) => typeSchema === undefined)
    .map(({ type }) => type.replace(/(?:\[\d*\])+$/, ''));
  const misquoted = [...new Set(types)].filter((type) => /[(. ]|^[A-Z\d_]+$/.test(type));
  return misquoted.reduce(
    (sql, type) =>
      ['" ', 'SET DATA TYPE ', '::'].reduce(
        (text, before) => text.replaceAll(`${before}"${type}"`, () => before + type),
        sql,
      ),
    migration,
  );
}

/** The usual class of some type each: for its own type it need not be said, for another Postgres refuses it. */
const USUAL =
  /" (?:array|bit|bool|bpchar|bytea|char|cidr|date|enum|float4|float8|inet|int2|int4|int8|interval|macaddr|macaddr8|name|numeric|oid|text|time|timestamp|timestamptz|timetz|uuid|varbit|varchar)_ops\b/g;

const BTREE_INDEX = /^CREATE (?:UNIQUE )?INDEX .* USING btree \(.*$/gm;

/**
 * Leaves out of plain indexes the operator classes that their columns have anyway. `drizzle-kit pull` writes them into a
 * schema, and in an index over several columns often at the wrong one: `"team_id" text_ops` on a uuid.
 */
export function withoutUsualOperators(migration: string): string {
  return migration.replaceAll(BTREE_INDEX, (line) => line.replaceAll(USUAL, '"'));
}

const CONCURRENT_INDEX =
  /^(CREATE (?:UNIQUE )?INDEX) CONCURRENTLY (.*? ON ((?:"[^"]+"\.)?"[^"]+") )/gm;

/** A table that the same migration makes is empty and nobody waits for it: its indexes can be made with it. */
export function withoutNeedlessConcurrently(migration: string): string {
  const names = [...migration.matchAll(/^CREATE TABLE ((?:"[^"]+"\.)?"[^"]+") \($/gm)];
  const made = new Set(names.map(([, name]) => name));
  return migration.replaceAll(CONCURRENT_INDEX, (text, create: string, rest: string, on: string) =>
    made.has(on) ? `${create} ${rest}` : text,
  );
}

const BREAK = '--> statement-breakpoint\n';
const REFERENCE = / FOREIGN KEY .* REFERENCES (?:"public"\.)?((?:"[^"]+"\.)?"[^"]+")\((.+?)\)/;
const UNIQUE_INDEX =
  /^CREATE UNIQUE INDEX "[^"]+" ON (?:"public"\.)?((?:"[^"]+"\.)?"[^"]+") USING btree \(((?:"[^"]+",?)+)\);\s*$/;

/** Makes a unique index before the foreign key that needs it: drizzle-kit makes all indexes after all keys. */
export function withIndexesBeforeKeys(migration: string): string {
  const statements = migration.split(BREAK);
  const columnsOf = (pattern: RegExp, statement: string) => {
    const [, table, columns = ''] = pattern.exec(statement) ?? [];
    return table && `${table} ${columns.split(',').toSorted().join()}`;
  };
  // From the last to the first, so that an index that several keys need comes before all of them.
  for (let at = statements.length - 1; at >= 0; at -= 1) {
    const needed = columnsOf(REFERENCE, statements[at] ?? '');
    const index = statements.findIndex((one) => needed && columnsOf(UNIQUE_INDEX, one) === needed);
    if (index <= at) continue;
    const [moved = ''] = statements.splice(index, 1);
    statements.splice(at, 0, moved);
  }
  return statements.join(BREAK);
}

const SEQUENCE_BOUND = /\b((?:MIN|MAX)VALUE) (-?\d{19,})\b/g;
const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * Keeps the bounds of sequences and identities within a bigint. `drizzle-kit pull` writes them as numbers, and JavaScript has no
 * 9223372036854775807: what comes back is the nearest number that it has, which Postgres refuses.
 */
export function withinBigint(migration: string): string {
  return migration.replaceAll(SEQUENCE_BOUND, (_, bound: string, text: string) => {
    const value = BigInt(text);
    const kept = value > MOST ? MOST : value < LEAST ? LEAST : value;
    return `${bound} ${kept}`;
  });
}

const ROLE = /^CREATE ROLE "([^"]+)".*?;/gm;

/** Makes a role where there is none: the databases of a server share them, and another one of this service may have made it. */
export function withSharedRoles(migration: string): string {
  return migration.replaceAll(ROLE, (statement, name: string) => {
    const isThere = `SELECT FROM pg_roles WHERE rolname = '${name.replaceAll("'", "''")}'`;
    return `DO $role$ BEGIN IF NOT EXISTS (${isThere}) THEN ${statement} END IF; END $role$;`;
  });
}
