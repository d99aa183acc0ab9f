import { and, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Reference, reference as toRow } from '../http/references';
import type { CallerContext } from './context';
import { type Access, within } from './policy';

/**
 * A row that a body may only refer to if the caller may reach it.
 *
 * @param access what they must be allowed to do with it: to read it, or to change it where the new row becomes a part of it
 * @param columns by the fields of the body that must be equal to them
 * @param where which rows count, e.g. those not deleted
 * @param defaults by its field, a column of the new row with a default of the database, where no body has to say it
 */
export function reference(
  access: Access,
  columns: Record<string, PgColumn>,
  where?: SQL,
  defaults?: Record<string, PgColumn>,
): Reference<CallerContext> {
  return {
    ...toRow(columns, where, defaults),
    find: within(access, (rows) => toRow(columns, and(rows, where), defaults).find, []),
  };
}
