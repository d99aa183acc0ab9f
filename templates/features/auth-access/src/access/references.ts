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
 */
export function reference(
  access: Access,
  columns: Record<string, PgColumn>,
  where?: SQL,
): Reference<CallerContext> {
  return {
    fields: Object.keys(columns),
    find: within(access, (rows) => toRow(columns, and(rows, where)).find, []),
  };
}
