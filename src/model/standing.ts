import { type Code, code, imported, member, quote } from '../code.ts';
import { splitWords } from '../words.ts';
import type { ColumnModel } from './columns.ts';
import { nowFor } from './conditions.ts';
import type { TableModel } from './service.ts';

/** A column that says whether somebody counts: as a user who may sign in, or as a member who is one still. */
export interface Standing {
  column: ColumnModel;
  /** Which rows count. */
  condition: Code;
  /** What rows do that don't: `says yes to \`banned\``. */
  says: string;
  /** Values of the column, as code: of a row that counts, and of one that does not. */
  counts: string;
  out: string;
}

export type Of = 'user' | 'member';

interface Words {
  letsIn: RegExp;
  keepsOut: RegExp;
  /** Times from which somebody is out. */
  outSince: RegExp;
  status: RegExp;
  /** Values of a status with which nobody counts. */
  outAs: RegExp;
}

const WORDS: Record<Of, Words> = {
  user: {
    letsIn: /^(is )?(active|enabled)$/,
    keepsOut: /^(is )?(banned|blocked|disabled|suspended|deactivated)$/,
    outSince: /^(banned|blocked|disabled|suspended|deactivated) at$/,
    status: /^((user|account) )?(status|state)$/,
    outAs: /^(banned|blocked|disabled|suspended|deactivated|inactive|removed|deleted|terminated)$/,
  },
  member: {
    letsIn: /^(is )?(active|enabled|accepted|approved|confirmed)$/,
    keepsOut: /^(is )?(banned|blocked|disabled|suspended|deactivated|removed|revoked|kicked)$/,
    outSince: /^(banned|blocked|disabled|suspended|deactivated|removed|revoked|kicked|left) at$/,
    status: /^((member|membership|invite|invitation) )?(status|state)$/,
    outAs:
      /^(banned|blocked|disabled|suspended|deactivated|inactive|removed|deleted|revoked|kicked|left|invited|pending|requested|paused|rejected|declined|expired)$/,
  },
};

/**
 * What the rows of a table say of whether their people count, by names alone.
 *
 * @param id what the table is called in code
 */
export function standingsOf({ columns }: TableModel, of: Of, id: string): Standing[] {
  return columns.flatMap((column) => {
    if (column.arrayDimensions > 0 || column.softDelete) return [];
    const place = member(id, column.key);
    const name = splitWords(column.key).join(' ');
    const found =
      flagOf(column, name, { words: WORDS[of], place }) ??
      timeOf(column, name, { words: WORDS[of], place }) ??
      statusOf(column, name, { words: WORDS[of], place });
    // Who registers would never get in where a new row does not count.
    return found && (of === 'member' || countsAtFirst(column, found)) ? [found] : [];
  });
}

interface Where {
  words: Words;
  place: string;
}

function flagOf(column: ColumnModel, name: string, { words, place }: Where): Standing | undefined {
  if (column.kind !== 'boolean') return undefined;
  const key = `\`${column.key}\``;
  if (words.letsIn.test(name)) {
    const condition = code`${imported('eq')}(${place}, true)`;
    return { column, condition, says: `says no to ${key}`, counts: 'true', out: 'false' };
  }
  if (!words.keepsOut.test(name)) return undefined;
  // Where nothing is said, nobody is kept out.
  const condition = column.notNull
    ? code`${imported('not')}(${place})`
    : code`${imported('sql')}\`\${${place}} is not true\``;
  return { column, condition, says: `says yes to ${key}`, counts: 'false', out: 'true' };
}

function timeOf(column: ColumnModel, name: string, { words, place }: Where): Standing | undefined {
  if (column.kind !== 'timestamp' || column.notNull || !words.outSince.test(name)) return undefined;
  return {
    column,
    condition: code`${imported('isNull')}(${place})`,
    says: `has \`${column.key}\``,
    counts: 'null',
    out: nowFor(column),
  };
}

function statusOf(
  column: ColumnModel,
  name: string,
  { words, place }: Where,
): Standing | undefined {
  const { enumValues, enumObject, hasOwnType, defaultValue } = column;
  if (!enumValues || enumObject || hasOwnType || !words.status.test(name)) return undefined;
  const isOut = (value: string) => words.outAs.test(splitWords(value).join(' '));
  const [left, counting] = [enumValues.filter(isOut), enumValues.filter((one) => !isOut(one))];
  const [out, [first]] = [left[0], counting];
  if (out === undefined || first === undefined) return undefined;
  const condition =
    counting.length === 1
      ? code`${imported('eq')}(${place}, ${quote(first)})`
      : code`${imported('inArray')}(${place}, [${counting.map(quote).join(', ')}])`;
  const says = `is ${left.map((value) => `\`${value}\``).join(' or ')} by \`${column.key}\``;
  const usual = counting.find((value) => value === defaultValue) ?? first;
  return { column, condition, says, counts: quote(usual), out: quote(out) };
}

function countsAtFirst(
  { notNull, default: from, defaultValue }: ColumnModel,
  { counts, out }: Standing,
): boolean {
  const isEmpty = !notNull && from === 'none';
  // Empty is no status, nor a yes to being active.
  if (isEmpty) return counts === 'null' || out === 'true';
  return typeof defaultValue === 'string'
    ? quote(defaultValue) === counts
    : String(defaultValue) === counts;
}
