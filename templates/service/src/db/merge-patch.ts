import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

type Json = Record<string, unknown>;

/** What happens to one object of a document: fields that go, and fields that are set. */
interface Step {
  path: string[];
  drop: string[];
  set: Json;
}

/**
 * What is to be different in a JSON document: objects are merged at every level, null removes, anything else replaces. As the
 * value of a column in an UPDATE it is applied to the row as it is when it is written, whoever wrote it in between.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7396
 */
export class MergePatch {
  private readonly steps: Step[];

  constructor(patch: Json) {
    this.steps = stepsOf(patch);
  }

  /** How many objects it reaches into: each costs Postgres a copy of the document. */
  get size(): number {
    return this.steps.length;
  }

  /** What `mergedDocument` takes. */
  toString(): string {
    return JSON.stringify(this.steps);
  }
}

/** From the outside in, so that a field is there before something is put into it. */
function stepsOf(patch: Json, path: string[] = []): Step[] {
  const step: Step = { path, drop: [], set: {} };
  const inner: Step[] = [];
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) step.drop.push(key);
    else if (isPlainObject(value)) inner.push(...stepsOf(value, [...path, key]));
    else step.set[key] = value;
  }
  return [step, ...inner];
}

export function isPlainObject(value: unknown): value is Json {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The column's document, patched: in SQL, since JavaScript would have to read it first, and would round its numbers. One text for
 * every patch, so that it is prepared like any other statement.
 *
 * The row is locked to read it: an UPDATE that had to wait for another writer would look at the new row, but Postgres does not
 * work out a recursive query anew for it.
 *
 * @param where the UPDATE's own, by the row's key
 * @param patch a placeholder for the text of a `MergePatch`
 */
export function mergedDocument(
  { table, column, where }: { table: PgTable; column: PgColumn; where: SQL | undefined },
  patch: SQLWrapper,
): SQL {
  const held = sql`select ${column}::jsonb from ${table} where ${where} for update`;
  return sql`(
    with recursive patch(steps) as (select ${patch}::jsonb), document(n, value) as (
      select 0, (${held})
      union all
      select n + 1, case when path = '{}' then merged else jsonb_set(value, path, merged) end
      from document, patch,
        lateral (select steps -> n as step) as next,
        lateral (select array(select jsonb_array_elements_text(step -> 'path')) as path) as place,
        lateral (select array(select jsonb_array_elements_text(step -> 'drop')) as gone) as field,
        lateral (select value #> path as old) as before,
        lateral (
          select (case jsonb_typeof(old) when 'object' then old else '{}' end - gone) || (step -> 'set') as merged
        ) as after
      where n < jsonb_array_length(steps)
    )
    select value from document order by n desc limit 1
  )::${sql.raw(column.getSQLType())}`;
}
