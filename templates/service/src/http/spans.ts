import { z } from 'zod';
import { cutTo, DIGITS } from './times';

/** How times of day and spans of time look in JSON and in URLs: as ISO 8601, with no part that their column would drop. */

const OF_DAY = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?|24:00(:00(\.0{1,9})?)?`;
const OFFSET = String.raw`Z|[+-](0\d|1[0-5])([0-5]\d|:[0-5]\d(:[0-5]\d)?)?`;

/**
 * A time of day. Postgres also has the end of it.
 *
 * @param digits behind the seconds that the column holds; what is more is cut off
 */
export function timeOf(digits: number) {
  return (
    z
      .string()
      .regex(new RegExp(`^(${OF_DAY})$`), 'Must be a time of day')
      // That of JSON Schema has an offset.
      .meta({ format: 'time-local' })
      .transform(cutTo(digits))
  );
}

/** A time of day with an offset, as Postgres writes it too: `09:30:00+02`. */
export function timeWithOffsetOf(digits: number) {
  return z
    .string()
    .regex(new RegExp(`^(${OF_DAY})(${OFFSET})$`), 'Must be a time of day with an offset')
    .transform(cutTo(digits));
}

export const time = timeOf(DIGITS);
export const timeWithOffset = timeWithOffsetOf(DIGITS);

const COUNT = String.raw`-?\d{1,9}`;

/** The parts of a span. Postgres holds months and days in 32 bits each: as many as never are too many, in whichever parts. */
const PARTS = {
  year: String.raw`(-?(1[0-6]\d{7}|\d{1,8})Y)?`,
  month: String.raw`(-?\d{1,8}M)?`,
  day: String.raw`(-?\d{1,8}W)?(${COUNT}D)?`,
  hour: `(${COUNT}H)?`,
  minute: `(${COUNT}M)?`,
  second: String.raw`(${COUNT}(\.\d{1,9})?S)?`,
};
const UNITS = Object.keys(PARTS) as (keyof typeof PARTS)[];

/**
 * A span of time as ISO 8601, e.g. `P1DT2H`, in which each part may be negative; `createDatabase` has Postgres write it so too.
 *
 * @param smallest the unit that the column ends with: Postgres drops what is less without a word
 * @param digits behind the seconds that the column holds; what is more is cut off
 */
export function intervalOf(smallest: keyof typeof PARTS, digits = DIGITS) {
  const kept = UNITS.slice(0, UNITS.indexOf(smallest) + 1);
  const days = kept.slice(0, 3).map((unit) => PARTS[unit]);
  const hours = kept.slice(3).map((unit) => PARTS[unit]);
  const form = `P(?=.)${days.join('')}${hours.length > 0 ? `(T(?=.)${hours.join('')})?` : ''}`;
  const unit = smallest === 'second' ? '' : ` in whole ${smallest}s`;
  return (
    z
      .string()
      // As which Postgres writes one of nothing, whatever its unit is.
      .regex(new RegExp(`^(${form}|PT0S)$`), `Must be a span of time${unit}, such as P1DT2H`)
      .transform(cutTo(digits))
  );
}

export const interval = intervalOf('second');
