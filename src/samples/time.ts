import { type Code, code, imported, plainCode } from '../code.ts';
import type { Column } from '../schema/table.ts';
import type { Bound, ColumnHints } from './checks/reading.ts';
import { timeOf as momentOf } from './checks/times.ts';
import { circle, isUnique, operand, type Sample, type SampleContext } from './type.ts';

const DAY = 86_400_000;

/** Where sample dates start when nothing says otherwise; before and after every `now()` of a check. */
const USUAL_START = Date.UTC(2026, 0, 1);
const LONG_AGO = Date.UTC(2000, 0, 1);
const FAR_AHEAD = Date.UTC(2100, 0, 1);

/** Dates by which something is over are better ahead of whoever reads them. */
const DEADLINE = /expir|until|deadline|^due/i;
const DEADLINE_START = Date.UTC(2030, 0, 1);

/** A sample year goes by before dates that need not be unique start again. */
const YEAR = 365;

/** Days and points in time, in either mode. */
export function dateSample(column: Column, context: SampleContext): Sample {
  const hint = context.hints?.[column.key];
  const start = startOf(column, context);
  if (start === undefined) {
    const { hints: _, ...unrestricted } = context;
    return { ...dateSample(column, unrestricted), unmet: hint?.checks ?? [] };
  }
  const { rank = 0, size = 1 } = hint?.order ?? {};
  const isDaily = column.kind === 'date' || size > 1;
  const isEndless = !isDaily || isUnique(column, context);
  const steps = (n: string) => (isEndless ? n : circle(n, YEAR));
  const codeAt = (n: string, days: number) =>
    plainCode(written(column, utc(start + days * DAY, steps(n), isDaily)));
  const usual = (n: string) => codeAt(n, 2 * rank);
  const capacity = isEndless ? Infinity : YEAR;
  return { code: usual, capacity, ...(size > 1 && { change: codeAt('n', 2 * rank + 1) }) };
}

function utc(start: number, steps: string, isDaily: boolean): string {
  const date = new Date(start);
  const day = date.getUTCDate();
  const yearAndMonth = `${date.getUTCFullYear()}, ${date.getUTCMonth()}`;
  const last = isDaily ? `${day} + ${operand(steps)}` : `${day}, 0, ${steps}`;
  return `new Date(Date.UTC(${yearAndMonth}, ${last}))`;
}

function written({ kind, jsType, withTimezone }: Column, date: string): string {
  if (jsType === 'Date') return date;
  if (kind === 'date') return `${date}.toISOString().slice(0, 10)`;
  return withTimezone ? `${date}.toISOString()` : `${date}.toISOString().slice(0, -1)`;
}

/** A point in time that a check mentions, as the service takes it: with an offset where the column has one, and else without. */
export function momentText({ withTimezone }: Column, text: string): string {
  const at = momentOf(text, 'moment')?.at;
  if (at === undefined) return text;
  const iso = new Date(at).toISOString();
  return withTimezone ? iso : iso.slice(0, -1);
}

/** The day before the first value, for all columns that are compared with each other; undefined if there is none. */
function startOf(column: Column, { table, hints = {} }: SampleContext): number | undefined {
  const members = hints[column.key]?.order?.members ?? [column.key];
  const group = table.columns.filter(({ key }) => members.includes(key));
  const limits = group.map(({ key }) => hints[key]);
  const lows = limits.flatMap((hint) => (hint?.min ? timeOf(hint.min, FAR_AHEAD) : []));
  const highs = limits.flatMap((hint) =>
    hint?.max ? timeOf(hint.max, LONG_AGO + 2 * YEAR * DAY) : [],
  );
  const low = Math.max(...lows) + DAY;
  // Two years leave room for a cycle of days and for the columns that come after.
  const high = Math.min(...highs) - 2 * YEAR * DAY;
  const start = Math.min(Math.max(clearOfNow(group, hints), low), high);
  return start >= low && Number.isFinite(start) ? start : undefined;
}

const timeOf = ({ value }: Bound, now: number): number =>
  value === 'now' ? now : typeof value === 'number' ? NaN : Date.parse(value);

const isAutomatic = (column: Column) => column.default !== 'none' || column.onUpdate;

/** Columns that the database fills with the current time must end up on the right side of the samples. */
function clearOfNow(group: Column[], hints: ColumnHints): number {
  const rankOf = (column: Column) => hints[column.key]?.order?.rank ?? 0;
  const automatic = group.filter(isAutomatic).map(rankOf);
  const others = group.filter((column) => !isAutomatic(column)).map(rankOf);
  if (automatic.length === 0 || others.length === 0) {
    return group.every(({ key }) => DEADLINE.test(key)) ? DEADLINE_START : USUAL_START;
  }
  return Math.max(...others) > Math.min(...automatic) ? FAR_AHEAD : LONG_AGO;
}

const CLOCK_DAY = 86_400;
const HOUR = 3600;

/** Times of day. Those in order keep to an hour each, with an hour between them. */
export function timeSample(column: Column, { hints }: SampleContext): Sample {
  const hint = hints?.[column.key];
  const order = hint?.order;
  const fits = !hint?.min && !hint?.max && (order?.size ?? 1) <= 12;
  const unmet = fits ? {} : { unmet: hint?.checks ?? [] };
  const clock = (seconds: string): Code =>
    code`${imported('sampleClock')}(${seconds})${column.withTimezone ? " + '+00'" : ''}`;
  if (!order || !fits) {
    return { code: (n) => clock(circle(n, CLOCK_DAY)), capacity: CLOCK_DAY, ...unmet };
  }
  const at = (n: string, hour: number) => clock(`${hour * HOUR} + (${circle(n, HOUR)})`);
  return {
    code: (n) => at(n, 2 * order.rank),
    change: at('n', 2 * order.rank + 1),
    capacity: HOUR,
  };
}
