import { PgTimestamp } from 'drizzle-orm/pg-core';

/**
 * Has drizzle read infinity as an invalid Date. Where a timestamp has no time zone, it puts an offset behind the text, and
 * V8 takes `infinity+0000` for the year 2000: a date that nobody stored.
 */
export function correctTimestamps(): void {
  PgTimestamp.prototype.mapFromDriverValue = function (
    this: { withTimezone: boolean },
    value: unknown,
  ) {
    if (typeof value !== 'string') return value as Date;
    if (value.endsWith('infinity')) return new Date(Number.NaN);
    return new Date(this.withTimezone ? value : `${value}+0000`);
  };
}
