import { type Code, code, imported, joined, member, quote } from '../../code.ts';
import type { ColumnModel } from '../../model/columns.ts';
import { deletedMark, liveCondition } from '../../model/conditions.ts';
import type { TableModel } from '../../model/service.ts';
import type { Notice } from '../../schema/table.ts';
import { splitWords } from '../../words.ts';

/** A yes or no of the users table that says whether somebody may sign in. */
interface Standing {
  column: ColumnModel;
  /** What it says of those who may. */
  ofOthers: boolean;
}

const LETS_IN = /^(is )?(active|enabled)$/;
const KEEPS_OUT = /^(is )?(banned|blocked|disabled|suspended|deactivated)$/;

/** Only what a new row says of itself as it should be: who registers would never get in otherwise. */
function standingsOf({ columns }: TableModel): Standing[] {
  return columns.flatMap((column): Standing[] => {
    const { key, kind, arrayDimensions, notNull, default: from, defaultValue } = column;
    if (kind !== 'boolean' || arrayDimensions > 0) return [];
    const name = splitWords(key).join(' ');
    if (LETS_IN.test(name) && defaultValue === true) return [{ column, ofOthers: true }];
    const isOutUnsaid = notNull || from !== 'none';
    if (!KEEPS_OUT.test(name) || (isOutUnsaid && defaultValue !== false)) return [];
    return [{ column, ofOthers: false }];
  });
}

/** Which rows of `users` may sign in, and why not the others, as the end of a sentence; null where all may. */
export function mayCall(table: TableModel): { condition: Code; reason: string } | null {
  const live = liveCondition({ ...table, reference: { ...table.reference, id: 'users' } });
  const standings = standingsOf(table);
  const conditions = [...(live ? [live] : []), ...standings.map(standingCondition)];
  const [first] = conditions;
  if (!first) return null;
  const reasons = [
    ...(live ? ['is marked as deleted'] : []),
    ...standings.map(
      ({ column: { key }, ofOthers }) => `says ${ofOthers ? 'no' : 'yes'} to \`${key}\``,
    ),
  ];
  return {
    condition:
      conditions.length === 1 ? first : code`${imported('and')}(${joined(conditions, ', ')})`,
    reason: reasons.join(' or '),
  };
}

function standingCondition({ column, ofOthers }: Standing): Code {
  const place = member('users', column.key);
  if (ofOthers) return code`${imported('eq')}(${place}, true)`;
  // Where nothing is said, nobody is kept out.
  return column.notNull
    ? code`${imported('not')}(${place})`
    : code`${imported('sql')}\`\${${place}} is not true\``;
}

/** What a test writes into a row to keep its user out, and what lets them in again. */
export interface Mark {
  /** The column's key, as a text in code. */
  name: string;
  keepsOut: string;
  letsIn: string;
}

export function marksOf(table: TableModel): Mark[] {
  const { property, mark } = deletedMark(table.softDelete);
  const back = table.softDelete?.kind === 'boolean' ? 'false' : 'null';
  const deleted = {
    name: quote(table.softDelete?.key ?? ''),
    keepsOut: `${property}: ${mark}`,
    letsIn: `${property}: ${back}`,
  };
  const standings = standingsOf(table).map(({ column, ofOthers }) => ({
    name: quote(column.key),
    keepsOut: `${column.property}: ${!ofOthers}`,
    letsIn: `${column.property}: ${ofOthers}`,
  }));
  return [...(table.softDelete ? [deleted] : []), ...standings];
}

/** Says of each column that it keeps people out, since nothing but its name says so. */
export function standingNotices(table: TableModel): Notice[] {
  return standingsOf(table).map(({ column: { key }, ofOthers }) => ({
    subject: `${table.table.exportName}.${key}`,
    message: `Whose row says ${ofOthers ? 'no' : 'yes'} may not sign in, and tokens that they have end within two seconds.`,
  }));
}
