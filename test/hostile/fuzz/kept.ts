import { isIP } from 'node:net';
import { isDeepStrictEqual } from 'node:util';

/**
 * Which fields of an answer are not what was sent. The same value may be written in another way: a time in UTC, a UUID in
 * small letters, a decimal with its zeros.
 */
export function changedFields(sent: object, answered: object): string[] {
  const answer = answered as Record<string, unknown>;
  return Object.entries(sent).flatMap(([name, value]) =>
    value === undefined || !(name in answer) || isSame(value, answer[name])
      ? []
      : [`${name}: sent ${short(value)}, answered ${short(answer[name])}`],
  );
}

function isSame(sent: unknown, answered: unknown): boolean {
  if (isDeepStrictEqual(withoutSign(sent), withoutSign(answered))) return true;
  if (typeof sent === 'number' && typeof answered === 'number') {
    // A real has no more than that.
    return Math.fround(sent) === Math.fround(answered);
  }
  if (Array.isArray(sent) && Array.isArray(answered) && sent.length === answered.length) {
    return sent.every((item, i) => isSame(item, answered[i]));
  }
  if (typeof sent === 'string' && typeof answered === 'string') {
    return (
      forms.some((form) => form(sent) !== undefined && form(sent) === form(answered)) ||
      isSameMoment(sent, answered) ||
      // Those that Postgres fills a char with are none of its value.
      sent.replace(/ +$/, '') === answered
    );
  }
  return false;
}

/** JSON has a zero below zero, Postgres has not. */
function withoutSign(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutSign);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSign(item)]));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DECIMAL = /^-?\d+(\.\d*)?$/;
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const MAC = /^([0-9a-f]{2}[:-]){5,7}[0-9a-f]{2}$/i;
const SPAN = /^P[-\dT]/;
const CLOCK = /^\d\d:\d\d/;

const forms: ((text: string) => string | undefined)[] = [
  (text) => (UUID.test(text) ? text.toLowerCase() : undefined),
  (text) => (DECIMAL.test(text) ? decimal(text) : undefined),
  (text) => (MAC.test(text) ? text.toLowerCase() : undefined),
  // Spans and networks are written as Postgres writes them; that it is the same, it knows best.
  (text) => (SPAN.test(text) ? 'a span' : undefined),
  (text) => (isIP(text.replace(/\/.*$/, '')) > 0 ? 'a network' : undefined),
  (text) => (CLOCK.test(text) ? clock(text) : undefined),
];

/** `24:00:00.000-1113` is `24:00:00-11:13`. */
function clock(text: string): string {
  const [, time = '', zone = ''] = /^([\d:.]+)(.*)$/.exec(text) ?? [];
  const [seconds = '', fraction = ''] = time.split('.');
  // Postgres rounds what is more than six digits.
  const digits = fraction.slice(0, 5).replace(/0+$/, '');
  const [, sign = '+', hours = '00', rest = ''] = /^([+-])(\d\d)(.*)$/.exec(zone) ?? [];
  const offset = `${hours}${rest.replaceAll(':', '').padEnd(4, '0')}`;
  const isUtc = /^0+$/.test(offset);
  return [seconds.padEnd(8, ':00'), digits, isUtc ? '+' : sign, offset].join();
}

function decimal(text: string): string {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = `${whole.replace(/^0+/, '')}.${fraction.replace(/0+$/, '')}`;
  return digits === '.' ? digits : `${text.startsWith('-') ? '-' : ''}${digits}`;
}

/** As far as the column has digits for it: what is more is cut off. */
function isSameMoment(sent: string, answered: string): boolean {
  if (!TIME.test(sent) || !TIME.test(answered)) return false;
  const [before, after] = [moment(sent), moment(answered)];
  return (
    before.second === after.second && before.fraction.padEnd(9, '0').startsWith(after.fraction)
  );
}

/** With all of its digits, which a Date has not. */
function moment(text: string): { second: number; fraction: string } {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const time = new Date(/(Z|[+-]\d\d(:?\d\d)?)$/i.test(iso.slice(10)) ? iso : `${iso}Z`).getTime();
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  return { second: Math.floor(time / 1000), fraction };
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}... (${text.length})` : text;
}
