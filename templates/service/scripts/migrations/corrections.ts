import { getTableName, is, SQL, sql } from 'drizzle-orm';
import { toCamelCase, toSnakeCase } from 'drizzle-orm/casing';
import {
  CheckBuilder,
  ForeignKey,
  type Index,
  IndexBuilder,
  IndexedColumn,
  type PgColumn,
  PgColumnBuilder,
  type PgTable,
  type PrimaryKey,
  PrimaryKeyBuilder,
  UniqueConstraintBuilder,
} from 'drizzle-orm/pg-core';
import { casing } from '../../src/db/casing';
import { databaseName } from '../../src/db/database-name';
import { defaultText } from './default-text';

/**
 * Puts right, in the process of drizzle-kit and nowhere else, what it would otherwise read from the schema and write as SQL
 * that Postgres refuses. Where the schema is read, because migrations are compared with what was read before: text that
 * was mended afterwards would look like a change. drizzle-kit has no hook for that, so its process gets other prototypes.
 */
export function correctDrizzle(): void {
  correctValues();
  correctColumns();
  correctNames();
}

/**
 * A condition such as gt(table.price, 10) in a check, an index or a policy holds a value, for which drizzle-kit writes $1:
 * Postgres refuses that, and another value there would look like no change. So values become part of the text.
 */
function correctValues(): void {
  const escapeString = (text: string) => `'${text.replaceAll("'", "''")}'`;
  // oxlint-disable-next-line typescript/unbound-method -- `call` binds it
  const { toQuery } = SQL.prototype;
  SQL.prototype.toQuery = function toQueryWithValues(config) {
    return toQuery.call(this.inlineParams(), { ...config, escapeString });
  };
}

/** Defaults that drizzle-kit has no right text for, and the names that a column brings with it. */
function correctColumns(): void {
  const prototype = PgColumnBuilder.prototype as unknown as {
    buildForeignKeys: (column: Writable<PgColumn>, table: PgTable) => unknown;
  };
  const { buildForeignKeys } = prototype;
  // Called once for each column, as soon as it is built.
  prototype.buildForeignKeys = function buildCorrected(column, table) {
    const text = defaultText(column as PgColumn);
    if (text !== undefined) column.default = sql.raw(text);
    if (column.uniqueName) column.uniqueName = databaseName(column.uniqueName);
    correctSequence(column, table);
    return buildForeignKeys.call(this, column, table);
  };
}

/** Cut, the name of an identity's sequence may be that of its table. */
function correctSequence(column: Writable<PgColumn>, table: PgTable): void {
  const { generatedIdentity } = column;
  if (!generatedIdentity) return;
  const name = generatedIdentity.sequenceName ?? `${getTableName(table)}_${nameOf(column)}_seq`;
  const kept = databaseName(name);
  // Another table may have its column from the same builder.
  if (kept !== name) column.generatedIdentity = { ...generatedIdentity, sequenceName: kept };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Names that Postgres would cut. */
function correctNames(): void {
  // oxlint-disable-next-line typescript/unbound-method -- `call` binds it
  const { getName } = ForeignKey.prototype;
  ForeignKey.prototype.getName = function getKeptName() {
    const { columns, foreignColumns } = this.reference();
    return keptName(getName.call(this), [...columns, ...foreignColumns]);
  };
  for (const builder of [UniqueConstraintBuilder, CheckBuilder]) {
    afterBuild(builder, (built) => {
      const named = built as { name: string };
      named.name = databaseName(named.name);
    });
  }
  afterBuild(PrimaryKeyBuilder, (built) => {
    const key = built as Writable<PrimaryKey>;
    const name = key.getName();
    const kept = keptName(name, key.columns);
    if (kept !== name) key.name = kept;
  });
  afterBuild(IndexBuilder, (built) => {
    const { config } = built as Index;
    const columns = config.columns.map((column) =>
      is(column, IndexedColumn) ? nameOf(column) : '',
    );
    const name = config.name ?? `${getTableName(config.table)}_${columns.join('_')}_index`;
    const kept = databaseName(name);
    if (kept !== name) config.name = kept;
  });
}

/** Changes what a builder of drizzle builds for a table; it does so anew each time that the table is looked at. */
function afterBuild(builder: { prototype: object }, change: (built: unknown) => void): void {
  const prototype = builder.prototype as { build: (table: unknown) => unknown };
  const { build } = prototype;
  prototype.build = function buildCorrected(table) {
    const built = build.call(this, table);
    change(built);
    return built;
  };
}

/** What drizzle-kit makes of a name, with the columns' own names in place of their keys, as far as that has to be shorter. */
function keptName(name: string, columns: readonly Named[]): string {
  if (casing === undefined) return databaseName(name);
  const cased = columns.reduce(
    (text, column) => text.replace(column.name ?? '', nameOf(column)),
    name,
  );
  const kept = databaseName(cased);
  return kept === cased ? name : kept;
}

interface Named {
  name?: string | undefined;
  keyAsName?: boolean | undefined;
}

function nameOf({ name = '', keyAsName = false }: Named): string {
  if (!keyAsName || casing === undefined) return name;
  return casing === 'snake_case' ? toSnakeCase(name) : toCamelCase(name);
}
