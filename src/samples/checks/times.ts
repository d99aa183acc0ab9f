import type { Time } from './value.ts';

export const DAY = 86_400_000;

/** A text, or a Date, as a time of the kind; undefined if it is none. */
export function timeOf(value: unknown, is: Time['is']): Time | undefined {
  if (value instanceof Date) return { is, at: value.getTime() };
  const text = String(value);
  const at = is === 'span' ? spanOf(text) : is === 'clock' ? clockOf(text) : momentOf(text);
  return Number.isFinite(at) ? { is, at } : undefined;
}

function momentOf(text: string): number {
  if (text === 'infinity' || text === '-infinity') return NaN;
  const isoDate = /^\d{4}-\d\d-\d\d/.test(text);
  const zoned = /[zZ]$|[+-]\d\d(:?\d\d)?$/.test(text.slice(10));
  const iso = text.length > 10 ? text.replace(' ', 'T') : text;
  return isoDate ? Date.parse(text.length > 10 && !zoned ? `${iso}Z` : iso) : NaN;
}

function clockOf(text: string): number {
  const [, hours, minutes, seconds = '0'] =
    /^(\d\d?):(\d\d)(?::(\d\d(?:\.\d+)?))?/.exec(text) ?? [];
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

const UNITS: [RegExp, number][] = [
  [/^y/i, 365.25 * DAY],
  [/^mon|^M$/, 30 * DAY],
  [/^w/i, 7 * DAY],
  [/^d/i, DAY],
  [/^h/i, DAY / 24],
  [/^m/i, DAY / 1440],
  [/^s/i, 1000],
];

/** `1 day`, `18 years`, `02:30:00`, `PT5S`. */
function spanOf(text: string): number {
  const iso = /^P(?=.)([^T]*)(?:T(.*))?$/.exec(text);
  if (iso) return parts(iso[1] ?? '') + parts((iso[2] ?? '').replace('M', 'm'));
  if (/^\d+:\d\d/.test(text)) return clockOf(text);
  return parts(text) || (/^0?$/.test(text.trim()) ? 0 : NaN);
}

function parts(text: string): number {
  let sum = 0;
  for (const [, count, unit = ''] of text.matchAll(/(-?\d+(?:\.\d+)?)\s*([a-zA-Z]+)/g)) {
    sum += Number(count) * (UNITS.find(([name]) => name.test(unit))?.[1] ?? NaN);
  }
  return sum;
}
