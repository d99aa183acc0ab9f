import type { Notice, Schema, Table } from './table.ts';

/**
 * Takes the types of a migration out of the quotes in which no Postgres finds them. drizzle-kit quotes whatever it does
 * not know, also `geography(Point, 4326)` and `TSVECTOR`.
 */
export function unquoteMigrationTypes(
  migration: string,
  { tables }: Pick<Schema, 'tables'>,
): string {
  return misquotedTypes(tables).reduce(
    (sql, type) => sql.replaceAll(`" "${type}"`, `" ${type}`),
    migration,
  );
}

/** What drizzle-kit leaves without quotes, by how it begins. */
const KNOWN =
  /^(uuid|smallint|integer|bigint|boolean|text|varchar|serial|bigserial|decimal|numeric|real|json|time|date|interval|double precision|char|vector|geometry|halfvec|sparsevec|bit)/;

/** Types that drizzle-kit quotes and that are not the plain name of one: with arguments, a schema, several words, in capitals. */
export function misquotedTypes(tables: Table[]): string[] {
  const types = tables
    .filter(({ exportName, kind }) => exportName !== null && kind === 'table')
    .flatMap(({ columns }) => columns)
    .filter(({ kind }) => kind !== 'enum')
    .map(({ sqlType }) => sqlType);
  return [...new Set(types)].filter((type) => !KNOWN.test(type) && /[(. ]|^[A-Z\d_]+$/.test(type));
}

/** What to know before the next migration, which the kit does not write. */
export function quotedTypeNotices(tables: Table[]): Notice[] {
  const types = misquotedTypes(tables);
  if (types.length === 0) return [];
  const message = `drizzle-kit writes ${types.join(', ')} in quotes, where Postgres finds no such type. The kit takes them out of the migrations that it writes; from those of db:generate they have to be taken by hand.`;
  return [{ subject: null, message }];
}
