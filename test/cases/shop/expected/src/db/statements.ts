import { getTableColumns, is, type Query, SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable, SelectedFieldsFlat } from 'drizzle-orm/pg-core';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import type { Database, Transaction } from './client';
import { prepared } from './prepared';

/**
 * How many shapes of one statement are kept prepared. A client chooses which columns it sends, so the number of shapes
 * is not ours to decide; past the limit a statement still runs, it is only planned each time.
 */
const MAX_SHAPES = 64;

type Values = Record<string, unknown>;
type Generators = readonly (readonly [name: string, generate: () => unknown])[];

/**
 * An INSERT that is prepared once for each set of columns that is sent.
 *
 * @returns a function from the row's values to the selected columns of the inserted row
 */
export function insertStatement<Table extends PgTable, Fields extends SelectedFieldsFlat>(
  db: Database | Transaction,
  table: Table,
  returning: Fields,
): (values: Table['$inferInsert']) => Promise<SelectResultFields<Fields>> {
  const generators = insertGenerators(table);
  const run = byShape((values) =>
    db
      .insert(table)
      .values(values as never)
      .returning(returning),
  );
  return async (values) => {
    const [row] = await run(complete(values, generators), {});
    return row as SelectResultFields<Fields>;
  };
}

/**
 * An INSERT for a row that says only that two others belong together, which does nothing where there is one already.
 *
 * @param pair the columns that are unique together; any other conflict is an error like everywhere
 */
export function linkStatement<Table extends PgTable>(
  db: Database | Transaction,
  table: Table,
  pair: PgColumn[],
): (values: Table['$inferInsert']) => Promise<void> {
  const generators = insertGenerators(table);
  const run = byShape((values) =>
    db
      .insert(table)
      .values(values as never)
      .onConflictDoNothing({ target: pair }),
  );
  return async (values) => {
    await run(complete(values, generators), {});
  };
}

/**
 * An UPDATE that is prepared once for each set of columns that is sent.
 *
 * @param where which row; its placeholders get their values with each call
 * @returns a function from the changes and the placeholders' values to the selected columns of the updated row, or
 * undefined when no row matched
 */
export function updateStatement<Fields extends SelectedFieldsFlat>(
  db: Database | Transaction,
  table: PgTable,
  where: SQL | undefined,
  returning: Fields,
): (changes: Values, params: Values) => Promise<SelectResultFields<Fields> | undefined> {
  const generators = updateGenerators(table);
  const run = byShape((changes) =>
    db
      .update(table)
      .set(changes as never)
      .where(where)
      .returning(returning),
  );
  return async (changes, params) => {
    const [row] = await run(complete(changes, generators), params);
    return row as SelectResultFields<Fields> | undefined;
  };
}

/**
 * A DELETE, prepared.
 *
 * @param where which row; its placeholders get their values with each call
 * @returns a function from the placeholders' values to whether there was such a row
 */
export function deleteStatement(
  db: Database | Transaction,
  table: PgTable,
  where: SQL | undefined,
): (params: Values) => Promise<boolean> {
  const statement = prepared(
    db
      .delete(table)
      .where(where)
      .returning({ deleted: sql`1` }),
  );
  return async (params) => (await statement.execute(params)).length > 0;
}

interface Statement {
  execute(params: Values): Promise<unknown[]>;
}

interface Builder extends Statement {
  toSQL(): Query;
  prepare(name: string): Statement;
}

/** One shape of a statement, and the placeholder of each value that it takes. */
interface Shape {
  statement: Statement;
  slots: readonly (readonly [name: string, placeholder: string])[];
}

/** Builds a statement once for each shape: which columns are set, and which of them to null. */
function byShape(build: (values: Values) => unknown) {
  const shapes = new Map<string, Shape>();
  return async (values: Values, params: Values): Promise<unknown[]> => {
    const key = shapeOf(values);
    let shape = key === undefined ? undefined : shapes.get(key);
    if (!shape) {
      if (key === undefined || shapes.size >= MAX_SHAPES) {
        return (build(values) as Builder).execute(params);
      }
      shape = {
        statement: prepared(build(placeholders(values)) as Builder),
        slots: Object.keys(values).map((name) => [name, slot(name)] as const),
      };
      shapes.set(key, shape);
    }
    const bound = { ...params };
    for (const [name, placeholder] of shape.slots) bound[placeholder] = values[name];
    return shape.statement.execute(bound);
  };
}

/** The placeholder of a value to set. The WHERE has placeholders too, named after columns as they are. */
function slot(name: string): string {
  return `set:${name}`;
}

/** Undefined when a value is an SQL expression: such a statement is not kept. */
function shapeOf(values: Values): string | undefined {
  let shape = '';
  for (const name in values) {
    const value = values[name];
    if (value === null) shape += `${name}=null,`;
    else if (is(value, SQL)) return undefined;
    else shape += `${name},`;
  }
  return shape;
}

/** drizzle encodes a placeholder as its column does, but can't encode null: null becomes part of the statement's text. */
function placeholders(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null ? sql`null` : sql.placeholder(slot(name)),
    ]),
  );
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
