import { z } from 'zod';

/** How dates and times look in JSON and in URLs: as ISO 8601, as exact as Postgres holds them. */

/**
 * A Date that goes to the database as exact as the text it was made from: a Date itself ends at milliseconds, and has no `infinity`.
 */
class Moment extends Date {
  private readonly text: string;

  /** @param text as Postgres is to read it */
  constructor(text: string) {
    super(text);
    this.text = text;
  }

  override toISOString(): string {
    return this.text;
  }
}

/** Digits behind the seconds, as many as Postgres holds of any timestamp. */
export const DIGITS = 6;

/**
 * A point in time, as RFC 3339 with an offset: in the years 1 to 9999 of UTC, since it will be sent so.
 *
 * @param digits behind the seconds that the column holds; what is more is cut off
 */
export function timestampOf(digits: number) {
  return z.iso
    .datetime({ offset: true })
    .refine((text) => inUtc(text, digits) !== undefined, 'Must be in the years 1 to 9999 of UTC')
    .meta({ description: 'In the years 1 to 9999 of UTC' })
    .transform((text): Date => new Moment(inUtc(text, digits) as string));
}

export const timestamp = timestampOf(DIGITS);

/** @returns undefined where the year is one that RFC 3339 or Postgres does not have */
function inUtc(text: string, digits: number): string | undefined {
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return undefined;
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  const kept = fraction.slice(0, digits);
  return `${moment.toISOString().slice(0, '2026-01-02T03:04:05'.length)}${kept && `.${kept}`}Z`;
}

const CLOCK = String.raw`\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d(:\d\d){0,2})?`;
const DAY = String.raw`\d\d-\d\d`;

/** Points in time and days that RFC 3339 has no form for, as Postgres writes them: they are sent so, and taken back in URLs. */
const UNUSUAL = new RegExp(`^(-?infinity|\\d{5,6}-${DAY} ${CLOCK}|\\d{4}-${DAY} ${CLOCK} BC)$`);
const UNUSUAL_DAY = new RegExp(`^(-?infinity|\\d{5,7}-${DAY}|\\d{4}-${DAY} BC)$`);

/** A point in time in a URL: any that may have been sent. */
export const urlTimestamp = z
  .string()
  .refine(
    (text) => UNUSUAL.test(text) || timestamp.safeParse(text).success,
    'Must be a date and a time with an offset',
  )
  .meta({ format: 'date-time' })
  .transform((text) => (UNUSUAL.test(text) ? new Moment(text) : timestamp.parse(text)));

/** A point in time as it is sent. */
export const sentTimestamp = z.string().meta({
  format: 'date-time',
  description:
    'In UTC, as exact as it is stored. Years before 1 and after 9999, and infinity, have no such form: they are as Postgres writes them',
});

const ZONED = z.iso.datetime({ offset: true });
const LOCAL = z.iso.datetime({ local: true }).refine((text) => !text.endsWith('Z'));

/** The same for columns that hand out text (`mode: 'string'`). What is sent, as Postgres writes it, can be sent back. */
export function timestampTextOf(digits: number) {
  return textOf(ZONED, 'with an offset').transform(cutTo(digits));
}

/** For those without time zone: Postgres would drop an offset without a word. */
export function localTimestampTextOf(digits: number) {
  return textOf(LOCAL, 'without an offset').transform(cutTo(digits));
}

export const timestampText = timestampTextOf(DIGITS);
export const localTimestampText = localTimestampTextOf(DIGITS);

/** The same in a URL: any that may have been sent. */
export const urlTimestampText = textOf(ZONED, 'with an offset', UNUSUAL);
export const urlLocalTimestampText = textOf(LOCAL, 'without an offset', UNUSUAL);

function textOf(form: z.ZodType, offset: string, others?: RegExp) {
  const isUsual = (text: string) => form.safeParse(toIso(text)).success && hasYear(text);
  return z
    .string()
    .refine(
      (text) => isUsual(text) || others?.test(text) === true,
      `Must be a date and a time ${offset}`,
    )
    .meta({
      format: form === LOCAL ? 'date-time-local' : 'date-time',
      description: `ISO 8601 ${offset}, in the years 1 to 9999 of UTC, or as it is sent, with a space between date and time`,
    });
}

/** Rounded, the last moment of the year 9999 would be in a year that has five digits, and that of a day would be none of it. */
export function cutTo(digits: number): (text: string) => string {
  return (text) =>
    text.replace(/\.(\d+)/, (_, fraction: string) => {
      const kept = fraction.slice(0, digits);
      return kept && `.${kept}`;
    });
}

/** In UTC, as which Postgres keeps it. */
function hasYear(text: string): boolean {
  const iso = toIso(text);
  return inUtc(/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`, DIGITS) !== undefined;
}

/** From `2026-01-02 03:04:05+00`: Postgres leaves out the minutes of an offset, and adds seconds to some of old. */
function toIso(text: string): string {
  return text
    .replace(' ', 'T')
    .replace(/([+-]\d{2})(:\d{2})?(:\d{2})?$/, (_, hours, minutes = ':00') => hours + minutes);
}

/** A calendar day as text. */
export const dayText = z.iso
  .date()
  .refine((text) => !text.startsWith('0000'), 'There is no year 0');

/** The same in a URL: any that may have been sent. */
export const urlDayText = z
  .string()
  .refine((text) => UNUSUAL_DAY.test(text) || dayText.safeParse(text).success, 'Must be a date')
  .meta({ format: 'date' });

/** A calendar day, for columns that take a Date; also as such a Date looks in JSON. */
export const day = z
  .string()
  .refine((text) => isDay(dayOf(text)), 'Must be a date')
  .meta({ format: 'date' })
  .transform((text): Date => new Moment(dayOf(text)));

/** A calendar day in a URL: any that may have been sent. */
export const urlDay = z
  .string()
  .refine((text) => UNUSUAL_DAY.test(text) || isDay(dayOf(text)), 'Must be a date')
  .meta({ format: 'date' })
  .transform((text): Date => new Moment(dayOf(text)));

/** A calendar day as it is sent. */
export const sentDay = z.string().meta({
  format: 'date',
  description:
    'Years before 1 and after 9999, and infinity, have no such form: they are as Postgres writes them',
});

function dayOf(text: string): string {
  return text.replace(/T00:00:00(\.0+)?Z$/, '');
}

function isDay(text: string): boolean {
  return dayText.safeParse(text).success;
}
