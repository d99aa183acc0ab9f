import { and, eq, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Context, Values } from '../db/context';
import { builder, prepared } from '../db/prepared';
import { typeOf } from '../db/sql-type';
import { jsonPointer } from './pointer';
import { conflict, type FieldError, unprocessable } from './problem';

/** Fields of a body that say which row it refers to. */
export interface Reference<Given extends Context = Context> {
  fields: readonly string[];
  /** Those of which the database gives a new row a value where its body says none. */
  defaults: readonly string[];
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
 * @param defaults by its field, a column of the new row with a default of the database, where no body has to say it
 */
export function reference(
  columns: Record<string, PgColumn>,
  where?: SQL,
  defaults: Record<string, PgColumn> = {},
): Reference {
  const isIt = Object.entries(columns).map(([field, column]) => {
    const sent = sql.placeholder(field);
    return eq(column, defaults[field] ? orDefault(sent, defaults[field]) : sent);
  });
  const [first] = Object.values(columns) as [PgColumn];
  return {
    fields: Object.keys(columns),
    defaults: Object.keys(defaults),
    find: prepared(
      builder
        .select({ found: sql`1` })
        .from(first.table)
        .where(and(...isIt, where)),
    ),
  };
}

/**
 * The value that is sent, or else what the database gives the column: it is compared with what stands there, and costs no query of its
 * own. As a subquery it is worked out once, and an index is of use whatever the default calls.
 */
function orDefault(sent: Placeholder, column: PgColumn): SQL {
  const type = typeOf(column);
  return sql`(select coalesce(cast(${sent} as ${type}), cast(${valueOfNew(column)} as ${type})))`;
}

/** What the database gives each new row: its default, or what it generates of no other column. */
function valueOfNew({ generated, default: usual }: PgColumn): unknown {
  const from: unknown = generated ? generated.as : usual;
  return typeof from === 'function' ? from() : from;
}

/** What is known of the row that a body is about. */
export interface Known {
  /** Of a new row, what a body does not say of a reference of which it gives a part: what the token says, or NULL. */
  given?: () => Values;
  /** Of a change, the row as its caller reaches it, or none. What it refers to already it may go on referring to. */
  row?: () => Promise<Values[]>;
  /** Of a change, the columns that no body sets: all else may be another between this look and the write. */
  kept?: readonly string[];
}

/**
 * Looks whether there is what a body refers to. The answer is the one for a row that does not exist: it must not tell which rows
 * others have, nor that one is only marked as deleted.
 *
 * @param sent the body: a reference of which it holds nothing is left alone
 * @throws {Problem} 409 for a row that is not there
 */
export async function requireReferences<Given extends Context>(
  context: Given,
  references: readonly Reference<Given>[],
  sent: Values,
  known: Known = {},
): Promise<void> {
  for (const { fields, defaults, find } of references) {
    if (fields.every((field) => sent[field] === undefined)) continue;
    const values = await whole(fields, sent, known);
    // A reference with a NULL in it refers to nothing, and neither does a row that is not there.
    if (!values || fields.some((field) => values[field] === null)) continue;
    const isSent = (field: string) => sent[field] !== undefined;
    // What a row has that is changed has nothing to do with its default.
    const needed = known.row ? fields : fields.filter((field) => !defaults.includes(field));
    const lacking = needed.filter((field) => values[field] === undefined);
    if (lacking.length > 0) {
      const errors = errorsAt([...fields.filter(isSent), ...lacking], 'Belong together');
      throw unprocessable('Only a part of a reference is given.', errors);
    }
    const key = Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));
    if ((await find(context, key)).length === 0 && !(await isHeld(key, known))) {
      const errors = errorsAt(fields.filter(isSent), 'Refers to nothing that exists');
      throw conflict('It refers to something that does not exist.', { errors });
    }
  }
}

/** Of a reference, nothing points at what the token or the database says of it. */
function errorsAt(fields: readonly string[], detail: string): FieldError[] {
  return fields.map((field) => ({ pointer: jsonPointer([field]), detail }));
}

async function whole(
  fields: readonly string[],
  sent: Values,
  { given, row, kept = [] }: Known,
): Promise<Values | undefined> {
  if (fields.every((field) => sent[field] !== undefined)) return sent;
  if (!row) return { ...given?.(), ...sent };
  const [held] = await row();
  return held && { ...Object.fromEntries(kept.map((key) => [key, held[key]])), ...sent };
}

/** Whether the row says so already: who sends back what was read comes to refer to nothing. A row that is not there is not changed. */
async function isHeld(key: Values, { row }: Known): Promise<boolean> {
  if (!row) return false;
  const [held] = await row();
  return !held || Object.entries(key).every(([field, value]) => held[field] === value);
}
