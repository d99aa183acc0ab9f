import { and, Column, getTableColumns, is, SQL, type SQLChunk, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './client';
import { type ConstraintIndex, constraintFields } from './constraints';
import type { Context, Values } from './context';
import { postgresError } from './errors';
import { builder, unprepared } from './prepared';

/** A unique value is taken, and it may be a row that nobody sees which holds it. */
export class Taken extends Error {
  /** Asked once the transaction is over in which the value was refused: within it, nothing can be asked any more. */
  readonly isHeldUnseen: (db: Database) => Promise<boolean>;

  constructor(cause: unknown, isHeldUnseen: (db: Database) => Promise<boolean>) {
    super('A unique value is taken.', { cause });
    this.isHeldUnseen = isHeldUnseen;
  }
}

/** Whether one of certain rows holds what Postgres refused to take a second time. */
type Holds<Given extends Context> = (
  context: Given,
  error: unknown,
  values: Values,
) => Promise<boolean>;

/**
 * @param where which rows are asked about, e.g. those that are marked as deleted
 * @param from where constraints are looked up
 * @returns whether one of them holds the value that the error is about, as far as the values of the refused row tell
 */
export function holder(
  table: PgTable,
  where: SQL | undefined,
  from?: ConstraintIndex,
): Holds<Context> {
  return async (context, error, values) => {
    const fields = constraintFields(postgresError(error) ?? {}, from);
    const isIt = fields && conflicting(table, { error, fields, values });
    if (!isIt) return false;
    const held = builder
      .select({ held: sql`1` })
      .from(table)
      .where(and(isIt, where))
      .limit(1);
    return (await unprepared(held)(context)).length > 0;
  };
}

/** For `catch`, behind the write of a row with these values: makes it a `Taken` when a unique value is. */
export function takenFor<Given extends Context>(
  context: Given,
  holds: Holds<Given>,
  values: Values,
): (error: unknown) => never {
  return (error) => {
    if (postgresError(error)?.code !== '23505') throw error;
    throw new Taken(error, (db) => holds({ ...context, db }, error, values));
  };
}

/** The rows that are equal in what the violated index is about; undefined where the values do not say. */
function conflicting(
  table: PgTable,
  { error, fields, values }: { error: unknown; fields: string[]; values: Values },
): SQL | undefined {
  if (fields.some((field) => (values[field] ?? null) === null)) return undefined;
  const columns: Record<string, PgColumn> = getTableColumns(table);
  const stored = (key: string) => columns[key];
  const sent = (key: string) => sql.param(values[key], columns[key]);
  const constraint = postgresError(error)?.constraint;
  const { indexes } = getTableConfig(table);
  const index = indexes.find(({ config }) => config.unique && config.name === constraint);
  const expressions = index?.config.columns.filter((entry) => is(entry, SQL)) ?? [];
  const equal =
    expressions.length > 0
      ? expressions.map((one) => sql`${over(table, one, stored)} = ${over(table, one, sent)}`)
      : fields.map((field) => sql`${stored(field)} = ${sent(field)}`);
  const where = index?.config.where;
  return and(...equal, where && over(table, where, stored));
}

/** An expression of an index, with something else in place of its columns: they are copies that can do little more than say their names. */
function over(table: PgTable, expression: SQL, place: (key: string) => SQLChunk | undefined): SQL {
  const keys = new Map(
    Object.entries(getTableColumns(table)).map(([key, { name }]) => [name, key]),
  );
  return sql.join(
    expression.queryChunks.map((chunk) => {
      if (is(chunk, SQL)) return over(table, chunk, place);
      return is(chunk, Column) ? place(keys.get(chunk.name) ?? '') : chunk;
    }),
  );
}
