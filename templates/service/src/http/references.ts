import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Context, Values } from '../db/context';
import { builder, prepared } from '../db/prepared';
import { jsonPointer } from './pointer';
import { conflict, unprocessable } from './problem';

/** Fields of a body that say which row it refers to. */
export interface Reference<Given extends Context = Context> {
  fields: readonly string[];
  find: (context: Given, values: Values) => Promise<unknown[]>;
}

/**
 * A row that a body may only refer to if it counts.
 *
 * No lock is taken. A foreign key holds on to its row anyway, and a row that is marked as deleted while another one comes to refer to it
 * could as well have been marked a moment later: marking asks nobody who refers to it. `for share` would make each new row wait for
 * whoever changes the row that it refers to, and both deadlock in a transaction that does one after the other.
 *
 * @param columns by the fields of the body that must be equal to them
 * @param where which rows count, e.g. those not deleted
 */
export function reference(columns: Record<string, PgColumn>, where?: SQL): Reference {
  const pairs = Object.entries(columns);
  const isIt = pairs.map(([field, column]) => eq(column, sql.placeholder(field)));
  const [first] = Object.values(columns) as [PgColumn];
  return {
    fields: Object.keys(columns),
    find: prepared(
      builder
        .select({ found: sql`1` })
        .from(first.table)
        .where(and(...isIt, where)),
    ),
  };
}

/**
 * Looks whether there is what a body refers to. The answer is the one for a row that does not exist: it must not tell which rows
 * others have, nor that one is only marked as deleted.
 *
 * @param sent the body: a reference of which it holds nothing is left alone
 * @param held what the row holds that no body sets, as a part of a reference: of a new row the token says it; asked only where a
 *   body gives the other part
 * @throws {Problem} 409 for a row that is not there
 */
export async function requireReferences<Given extends Context>(
  context: Given,
  references: readonly Reference<Given>[],
  sent: Values,
  held: () => Values | undefined | Promise<Values | undefined> = () => ({}),
): Promise<void> {
  for (const { fields, find } of references) {
    if (fields.every((field) => sent[field] === undefined)) continue;
    const values = await whole(fields, sent, held);
    // A reference with a NULL in it refers to nothing, and neither does a row that is not there.
    if (!values || fields.some((field) => values[field] === null)) continue;
    const errors = (detail: string) =>
      fields.map((field) => ({ pointer: jsonPointer([field]), detail }));
    if (fields.some((field) => values[field] === undefined)) {
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

/**
 * What a row holds of a reference that no body sets. Only that: what a body may set can change between this look and the write.
 *
 * @param rows the row as its caller reaches it, or none
 */
export async function heldIn<Row, Key extends keyof Row & string>(
  rows: Promise<Row[]>,
  keys: readonly Key[],
): Promise<Pick<Row, Key> | undefined> {
  const [row] = await rows;
  return row && (Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<Row, Key>);
}

async function whole(
  fields: readonly string[],
  sent: Values,
  held: () => Values | undefined | Promise<Values | undefined>,
): Promise<Values | undefined> {
  if (fields.every((field) => sent[field] !== undefined)) return sent;
  const row = await held();
  return row && { ...row, ...sent };
}
