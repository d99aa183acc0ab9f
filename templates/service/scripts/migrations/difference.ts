import { is } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { getTableConfig, isPgEnum, PgTable } from 'drizzle-orm/pg-core';
import { casing } from '../../src/db/casing';
import type { Snapshot } from './files';

/** Names of tables (`orders`, `auth.users`) or of columns (`orders.total`) that are only in the schema, or only in migrations. */
export interface Names {
  added: string[];
  removed: string[];
}

export interface Difference {
  tables: Names;
  /** Of tables that are in both, by the table. */
  columns: Map<string, Names>;
  enums: Names;
  /** Columns of another type, or that may be NULL now, or no longer. */
  changed: string[];
}

type Tables = Map<string, Map<string, string>>;

/**
 * How the schema's tables, columns and enums differ from what the migrations make. Constraints, indexes, an enum's values
 * and the like are not looked at: only drizzle-kit knows all that counts, but takes seconds.
 *
 * @param exported whatever a schema module exports; what is no table is passed over
 */
export function schemaDifference(
  exported: Record<string, unknown>,
  snapshot: Snapshot | undefined,
): Difference {
  const now = tablesOf(exported);
  const before = snapshotTables(snapshot);
  const columns = new Map<string, Names>();
  const changed: string[] = [];
  for (const [table, own] of now) {
    const known = before.get(table);
    if (!known) continue;
    const names = namesOf(own, known);
    if (names.added.length + names.removed.length > 0) columns.set(table, names);
    for (const [column, kind] of own) {
      const other = known.get(column);
      if (other !== undefined && other !== kind) changed.push(`${table}.${column}`);
    }
  }
  const enums = namesOf(enumsOf(exported), snapshotEnums(snapshot));
  return { tables: namesOf(now, before), columns, enums, changed };
}

/** Everything that differs, as one list of names. */
export function namesOfDifference({ tables, columns, enums, changed }: Difference): string[] {
  const ofColumns = [...columns].flatMap(([table, { added, removed }]) =>
    [...added, ...removed].map((column) => `${table}.${column}`),
  );
  const whole = [tables.added, tables.removed, enums.added, enums.removed].flat();
  return [...whole, ...ofColumns, ...changed];
}

function namesOf(now: Map<string, unknown>, before: Map<string, unknown>): Names {
  return {
    added: [...now.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !now.has(name)),
  };
}

function tablesOf(exported: Record<string, unknown>): Tables {
  const cache = new CasingCache(casing);
  const tables = Object.values(exported).filter((value) => is(value, PgTable));
  return new Map(
    tables.map((table) => {
      const { name, schema, columns } = getTableConfig(table);
      const kinds = columns.map((column): [string, string] => [
        cache.getColumnCasing(column),
        kindOf(column.getSQLType(), column.notNull),
      ]);
      return [tableName(schema, name), new Map(kinds)];
    }),
  );
}

function snapshotTables(snapshot: Snapshot | undefined): Tables {
  return new Map(
    Object.values(snapshot?.tables ?? {}).map(({ name, schema, columns }) => [
      tableName(schema, name),
      new Map(
        Object.values(columns).map(({ name: column, type, notNull }) => [
          column,
          kindOf(type, notNull),
        ]),
      ),
    ]),
  );
}

function enumsOf(exported: Record<string, unknown>): Map<string, unknown> {
  const enums = Object.values(exported).filter(isPgEnum);
  return new Map(enums.map((one) => [tableName(one.schema, one.enumName), one]));
}

function snapshotEnums(snapshot: Snapshot | undefined): Map<string, unknown> {
  return new Map(
    Object.values(snapshot?.enums ?? {}).map((one) => [tableName(one.schema, one.name), one]),
  );
}

function kindOf(type: string, notNull: boolean): string {
  return `${type}${notNull ? ' not null' : ''}`;
}

/** As it is written in messages and arguments. */
export function tableName(schema: string | undefined, name: string): string {
  return schema && schema !== 'public' ? `${schema}.${name}` : name;
}
