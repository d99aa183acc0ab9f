import { and, getTableColumns, is, SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable, SelectedFieldsFlat } from 'drizzle-orm/pg-core';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import type { Context, Values } from './context';
import { mergedDocument, MergePatch } from './merge-patch';
import { builder, prepared } from './prepared';
import { expecting, hasVersion } from './row-version';
import { byShape } from './shapes';
import { slot } from './slots';

type Generators = readonly (readonly [name: string, generate: () => unknown])[];

/**
 * An INSERT that is built once for each set of columns that is sent.
 *
 * @returns a function from the row's values to the selected columns of the inserted row
 */
export function insertStatement<Table extends PgTable, Fields extends SelectedFieldsFlat>(
  table: Table,
  returning: Fields,
): (context: Context, values: Table['$inferInsert']) => Promise<SelectResultFields<Fields>> {
  const generators = insertGenerators(table);
  const run = byShape<Values>({
    build: (db, values) =>
      db
        .insert(table)
        .values(slots(values) as never)
        .returning(returning),
    shapeOf,
  });
  return async (context, values) => {
    const all = complete(values, generators);
    const [row] = await run(context, all, bound(all));
    return row as SelectResultFields<Fields>;
  };
}

/**
 * An INSERT for a row that says only that two others belong together, which does nothing where there is one already.
 *
 * @param pair the columns that are unique together; any other conflict is an error like everywhere
 */
export function linkStatement<Table extends PgTable>(
  table: Table,
  pair: PgColumn[],
): (context: Context, values: Table['$inferInsert']) => Promise<void> {
  const generators = insertGenerators(table);
  const run = byShape<Values>({
    build: (db, values) =>
      db
        .insert(table)
        .values(slots(values) as never)
        .onConflictDoNothing({ target: pair }),
    shapeOf,
  });
  return async (context, values) => {
    const all = complete(values, generators);
    await run(context, all, bound(all));
  };
}

/**
 * An UPDATE that is built once for each set of columns that is sent. A `MergePatch` is applied to what its column holds.
 *
 * @param byKey which row; its placeholders get their values with each call
 * @returns a function from the key, the changes and the versions of which the row must have one (any, where none are given)
 * to the selected columns of the updated row, or undefined when no row matched
 */
export function updateStatement<Fields extends SelectedFieldsFlat>(
  table: PgTable,
  byKey: SQL | undefined,
  returning: Fields,
): (
  context: Context,
  key: Values,
  changes: Values,
  versions?: readonly string[],
) => Promise<SelectResultFields<Fields> | undefined> {
  const generators = updateGenerators(table);
  const columns = getTableColumns(table);
  const patched = (name: string) =>
    mergedDocument(
      { table, column: columns[name] as PgColumn, where: byKey },
      sql.placeholder(slot(name)),
    );
  const where = (condition: SQL | undefined) =>
    byShape<Values>({
      build: (db, changes) =>
        db
          .update(table)
          .set(slots(changes, patched) as never)
          .where(condition)
          .returning(returning),
      shapeOf,
    });
  const [any, oneOf] = [where(byKey), where(and(byKey, hasVersion(table)))];
  return async (context, key, changes, versions) => {
    const all = complete(changes, generators);
    const given = { ...key, ...bound(all) };
    const [row] = versions
      ? await oneOf(context, all, { ...given, ...expecting(versions) })
      : await any(context, all, given);
    return row as SelectResultFields<Fields> | undefined;
  };
}

/**
 * A DELETE, built once.
 *
 * @param byKey which row; its placeholders get their values with each call
 * @returns a function from the key and the versions of which the row must have one (any, where none are given) to whether
 * there was such a row
 */
export function deleteStatement(
  table: PgTable,
  byKey: SQL | undefined,
): (context: Context, key: Values, versions?: readonly string[]) => Promise<boolean> {
  const where = (condition: SQL | undefined) =>
    prepared(
      builder
        .delete(table)
        .where(condition)
        .returning({ deleted: sql`1` }),
    );
  const [any, oneOf] = [where(byKey), where(and(byKey, hasVersion(table)))];
  return async (context, key, versions) => {
    const deleted = versions
      ? await oneOf(context, { ...key, ...expecting(versions) })
      : await any(context, key);
    return deleted.length > 0;
  };
}

/** Which columns are set, which of them to null, and which are patched. Undefined when a value is an SQL expression: those are not kept. */
function shapeOf(values: Values): string | undefined {
  let shape = '';
  for (const name in values) {
    const value = values[name];
    if (value === null) shape += `${name}=null,`;
    else if (value instanceof MergePatch) shape += `${name}=patch,`;
    else if (is(value, SQL)) return undefined;
    else shape += `${name},`;
  }
  return shape;
}

/** drizzle encodes a placeholder as its column does, but can't encode null: null becomes part of the statement's text. */
function slots(values: Values, patched?: (name: string) => SQL): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (value instanceof MergePatch && patched) return [name, patched(name)];
      if (value === null) return [name, sql`null`];
      return [name, is(value, SQL) ? value : sql.placeholder(slot(name))];
    }),
  );
}

/** The values by their placeholders. */
function bound(values: Values): Values {
  const given: Values = {};
  for (const name in values) {
    const value = values[name];
    given[slot(name)] = value instanceof MergePatch ? value.toString() : value;
  }
  return given;
}

/**
 * The columns whose value a function makes for each new row: left to drizzle it would be made once, when the statement is
 * prepared. They are the same as in drizzle, which also asks `$onUpdate` where there is no default, and for which a default
 * of 0, false or '' is none. `hasDefault` does not tell: `$onUpdate` sets it too.
 */
function insertGenerators(table: PgTable): Generators {
  return Object.entries(getTableColumns(table)).flatMap(([name, column]) => {
    const generate =
      column.defaultFn ??
      (column.default ? undefined : column.onUpdateFn) ??
      // drizzle would read what every object inherits as the value to insert.
      (name in Object.prototype ? () => sql`default` : undefined);
    return generate ? [[name, generate] as const] : [];
  });
}

function updateGenerators(table: PgTable): Generators {
  return Object.entries(getTableColumns(table)).flatMap(([name, column]) => {
    const kept = name in Object.prototype ? () => sql`${column}` : undefined;
    const generate = column.onUpdateFn ?? kept;
    return generate ? [[name, generate] as const] : [];
  });
}

/** The sent values and those that the generators make for columns that are not sent. */
function complete(values: Values, generators: Generators): Values {
  const all: Values = {};
  for (const [name, generate] of generators) {
    // Nothing made is NULL, as in drizzle; left out, it would be drizzle's to make after all.
    if (!Object.hasOwn(values, name) || values[name] === undefined) all[name] = generate() ?? null;
  }
  for (const name in values) {
    if (values[name] !== undefined) all[name] = values[name];
  }
  return all;
}
