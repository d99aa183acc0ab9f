import { z } from 'zod';

// Numbers in JSON and in URLs. Those that a JSON number does not hold are strings there.

const MAX_DIGITS = 1000;

/** numeric(precision, scale) as a string, exact. */
export function decimal(precision = MAX_DIGITS, scale = precision) {
  const isAny = precision === MAX_DIGITS;
  return z
    .string()
    .regex(
      new RegExp(`^-?${isAny ? ANY_DIGITS : digitsOf(precision, scale)}$`),
      isAny
        ? 'Must be a decimal number, written as a string'
        : `Must be a decimal number with ${digitsText(precision, scale)}, written as a string`,
    );
}

const ANY_DIGITS = `\\d{1,${MAX_DIGITS}}(\\.\\d{1,${MAX_DIGITS}})?`;

/** Of a scale that is more than the precision, the first digits behind the point are zeros; below zero, the last before it. */
function digitsOf(precision: number, scale: number): string {
  if (scale < 0) return `(0|\\d{1,${precision}}0{${-scale}})`;
  if (scale === 0) return `\\d{1,${precision}}`;
  const whole = precision - scale;
  if (whole > 0) return `\\d{1,${whole}}(\\.\\d{1,${scale}})?`;
  return `0(\\.(0{1,${1 - whole}}|0{${-whole}}\\d{1,${precision}}))?`;
}

function digitsText(precision: number, scale: number): string {
  const before = Math.max(precision - scale, 0);
  return `at most ${before} digits before and ${Math.max(scale, 0)} after the point`;
}

const INT64_MAX = 2n ** 63n - 1n;

/** A 64-bit integer, written as a string. */
export const int64 = z
  .string()
  .regex(/^-?\d{1,19}$/, 'Must be a 64-bit integer, written as a string')
  .transform(BigInt)
  .refine((value) => value <= INT64_MAX && value >= -INT64_MAX - 1n, 'Must fit in 64 bits');

/** numeric(precision) whose values are a bigint to code, written as a string. */
export function wholeNumber(precision = MAX_DIGITS) {
  return z
    .string()
    .regex(
      new RegExp(`^-?\\d{1,${precision}}$`),
      `Must be a whole number of at most ${precision} digits, written as a string`,
    )
    .transform(BigInt);
}

/** A decimal number as it is sent, of which all digits count. */
export const sentDecimal = z.string().meta({ description: 'A decimal number, exact' });

/** numeric(precision, scale) whose values are a number to code: Postgres would round what has more digits. */
export function decimalNumber(precision: number, scale: number) {
  const text = decimal(precision, scale);
  return z
    .number()
    .refine(
      (value) => text.safeParse(String(value)).success,
      `Must have ${digitsText(precision, scale)}`,
    )
    .meta(rangeOf(precision, scale));
}

/** The same for the description: how far it goes, and in which steps. */
export function rangeOf(precision: number, scale: number): Record<string, number> {
  const maximum = Number(`${'9'.repeat(precision)}e${-scale}`);
  return { minimum: -maximum, maximum, multipleOf: Number(`1e${-scale}`) };
}

/** As Postgres writes the largest: what is sent can be sent back. */
const REAL_MAX = 3.4028235e38;

const TOO_CLOSE = 'Is too close to zero';

/** What a real holds, which rounds it to 6 digits or a few more. */
export const real = z
  .number()
  .min(-REAL_MAX)
  .max(REAL_MAX)
  .refine((value) => value === 0 || Math.fround(value) !== 0, TOO_CLOSE)
  .meta({ description: 'With 6 digits or a few more, and no closer to zero than 1.4e-45' });

export const double = z.number();

/** numeric as it is sent where its values are a number to code, with all of its digits. */
export const sentNumber = z.number();

/** A floating point number as it is sent. */
export const sentFloat = z.number().meta({
  type: ['number', 'null'],
  description: 'null for NaN and infinity',
});

/** A whole number in a URL. The description says what it stands for, not that a URL can hold only text. */
export function integerText(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d{1,16}$/, 'Must be a whole number')
    .meta({ type: 'integer', pattern: undefined, minimum: min, maximum: max })
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

export const int16Text = integerText(-(2 ** 15), 2 ** 15 - 1);
export const int32Text = integerText(-(2 ** 31), 2 ** 31 - 1);

/** A bigint in a URL whose values are a number to code. What a number does not hold goes to the database as it is. */
export const bigintText = z
  .string()
  .refine((text) => int64.safeParse(text).success, 'Must be a whole number of 64 bits')
  .meta({ type: 'integer', format: 'int64' })
  .transform((text) => (Number.isSafeInteger(Number(text)) ? Number(text) : int64.parse(text)))
  .transform((value) => value as number);

/** A decimal number in a URL, with all of its digits: any that can be sent. */
export const decimalText = z
  .string()
  .regex(
    /^(-?\d{1,1000}(\.\d{1,1000})?(e[+-]?\d{1,3})?|NaN|-?Infinity)$/,
    'Must be a decimal number',
  );

/** A floating point number in a URL, of which digits that are lost would make a zero. */
const anyFloatText = z
  .string()
  .regex(/^-?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,3})?$/i, 'Must be a number')
  .refine((text) => Number(text) !== 0 || /^[-0.]*(e|$)/i.test(text), TOO_CLOSE);

export const floatText = anyFloatText
  .meta({ type: 'number', pattern: undefined })
  .transform(Number)
  .pipe(z.number());

/** The same for a real: Postgres refuses what one has no place for, and can't say where it stands. */
export const realText = anyFloatText
  .meta({ type: 'number', pattern: undefined, minimum: -REAL_MAX, maximum: REAL_MAX })
  .transform(Number)
  .pipe(real);
