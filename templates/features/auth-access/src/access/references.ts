import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Values } from '../db/context';
import { builder, prepared } from '../db/prepared';
import { jsonPointer } from '../http/pointer';
import { conflict, unprocessable } from '../http/problem';
import type { CallerContext } from './context';
import { type Access, within } from './policy';

/** Fields of a body that say which row it refers to. */
export interface Reference {
  fields: readonly string[];
  find: (context: CallerContext, given: Values) => Promise<unknown[]>;
}

/**
 * A row that a body may only refer to if the caller may reach it.
 *
 * @param access what they must be allowed to do with it: to read it, or to change it where the new row becomes a part of it
 * @param columns by the fields of the body that must be equal to them
 * @param where which rows count, e.g. those not deleted
 */
export function reference(
  access: Access,
  columns: Record<string, PgColumn>,
  where?: SQL,
): Reference {
  const pairs = Object.entries(columns);
  const isIt = pairs.map(([field, column]) => eq(column, sql.placeholder(field)));
  const [first] = Object.values(columns) as [PgColumn];
  return {
    fields: Object.keys(columns),
    find: within(
      access,
      (rows) =>
        prepared(
          builder
            .select({ found: sql`1` })
            .from(first.table)
            .where(and(...isIt, rows, where)),
        ),
      [],
    ),
  };
}

/**
 * Looks whether the caller may reach what a body refers to. The answer is the one for a row that does not exist: it must not
 * tell which rows others have.
 *
 * @param values what is sent, and what the caller's token adds to it
 * @throws {Problem} 409 for a row that is not there, or not for this caller
 */
export async function requireReferences(
  context: CallerContext,
  references: readonly Reference[],
  values: Values,
): Promise<void> {
  for (const { fields, find } of references) {
    const given = fields.filter((field) => values[field] !== undefined);
    // A reference with a NULL in it refers to nothing.
    if (given.length === 0 || fields.some((field) => values[field] === null)) continue;
    const errors = (detail: string) =>
      fields.map((field) => ({ pointer: jsonPointer([field]), detail }));
    if (given.length < fields.length) {
      throw unprocessable('Only a part of a reference is given.', errors('Belong together'));
    }
    const key = Object.fromEntries(fields.map((field) => [field, values[field]]));
    if ((await find(context, key)).length === 0) {
      throw conflict('It refers to something that does not exist.', {
        errors: errors('Refers to nothing that exists'),
      });
    }
  }
}
