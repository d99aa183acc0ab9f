import { endOfString, parseJson } from './json-keys';

/**
 * A number that Postgres holds and JavaScript can't: all of its digits go into JSON and back to the database, and who would
 * reckon with it is stopped.
 */
class ExactNumber {
  private readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }

  toJSON(): unknown {
    return (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(this.digits);
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.digits;
    throw new TypeError(`${this.digits} has more digits than a number in JavaScript`);
  }
}

/** @returns a number, where it is the one that stands in the text */
export function exactNumber(text: string): number {
  const value = Number(text);
  if (FEW_DIGITS.test(text) || Number.isNaN(value) || isKept(text, value)) return value;
  return new ExactNumber(text) as unknown as number;
}

/** None of so few is lost. */
const FEW_DIGITS = /^[-\d.]{1,15}$/;

/** How numbers look that JavaScript may change: of many digits, or with an exponent. */
const LONG = /(?:^|[[:,\s])-?(?:\d[\d.]{15}|[\d.]+e)/i;

/** What a JSON column holds, its numbers as they stand there. */
export function exactJson(text: string): unknown {
  if (!LONG.test(text)) return parseJson(text);
  return parseJson(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? exactNumber(source) : value,
  );
}

/**
 * Whether JavaScript keeps each number of the text, which is JSON: without parsing it with the source of every value, which takes many times its
 * size of memory.
 */
export function keepsNumbers(text: string): boolean {
  if (!LONG.test(text)) return true;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') i = endOfString(text, i);
    if (!STARTS.has(text.charCodeAt(i))) continue;
    NUMBER.lastIndex = i;
    const [number = ''] = NUMBER.exec(text) ?? [];
    if (!FEW_DIGITS.test(number) && !isKept(number, Number(number))) return false;
    i += number.length;
  }
  return true;
}

/** A minus and digits. */
const STARTS = new Set(Array.from('-0123456789', (letter) => letter.charCodeAt(0)));
const NUMBER = /-?[\d.]+(?:e[+-]?\d+)?/iy;

/** Whether the number is the one that was written so. */
export function isKept(source: string, value: number): boolean {
  return digitsOf(source) === digitsOf(String(value));
}

/** One text for each number, however it is written: `1.50`, `15e-1` and `0.15E1` are `15e-1`. */
function digitsOf(text: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  if (end === 0) return sign === undefined ? text : '0';
  return `${sign}${digits.slice(0, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
