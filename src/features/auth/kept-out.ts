import { type Code, code, imported, joined, quote } from '../../code.ts';
import { deletedMark, liveCondition } from '../../model/conditions.ts';
import type { TableModel } from '../../model/service.ts';
import { standingsOf } from '../../model/standing.ts';
import type { Notice } from '../../schema/table.ts';

/** Which rows of `users` may sign in, and what the others say, as the end of a sentence; null where all may. */
export function mayCall(table: TableModel): { condition: Code; reason: string } | null {
  const live = liveCondition({ ...table, reference: { ...table.reference, id: 'users' } });
  const standings = standingsOf(table, 'user', 'users');
  const conditions = [...(live ? [live] : []), ...standings.map(({ condition }) => condition)];
  const [first] = conditions;
  if (!first) return null;
  const all = code`${imported('and')}(${joined(conditions, ', ')})`;
  const reasons = [...(live ? ['is marked as deleted'] : []), ...standings.map(({ says }) => says)];
  return { condition: conditions.length === 1 ? first : all, reason: reasons.join(' or ') };
}

/** What a test writes into a row to keep its user out, and what lets them in again. */
export interface Mark {
  /** The column's key, as a text in code. */
  name: string;
  keepsOut: string;
  letsIn: string;
}

export function marksOf(table: TableModel): Mark[] {
  const { softDelete } = table;
  const { property, mark } = deletedMark(softDelete);
  const back = softDelete?.kind === 'boolean' ? 'false' : 'null';
  const standings = standingsOf(table, 'user', 'users').map(({ column, counts, out }) => ({
    name: quote(column.key),
    keepsOut: `${column.property}: ${out}`,
    letsIn: `${column.property}: ${counts}`,
  }));
  if (!softDelete) return standings;
  const deleted = {
    name: quote(softDelete.key),
    keepsOut: `${property}: ${mark}`,
    letsIn: `${property}: ${back}`,
  };
  return [deleted, ...standings];
}

/** Says of each column that it keeps people out, since nothing but its name says so. */
export function standingNotices(table: TableModel): Notice[] {
  return standingsOf(table, 'user', 'users').map(({ column: { key }, says }) => ({
    subject: `${table.table.exportName}.${key}`,
    message: `Whose row ${says} may not sign in, and tokens that they have end within two seconds.`,
  }));
}
