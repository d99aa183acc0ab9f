import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { readings } from '../../db/schema';
import {
  MAX_ITEMS,
  MAX_TEXT,
  anyText,
  charText,
  day,
  decimalNumber,
  json,
  localTimestampText,
  notEmpty,
  sentDay,
  sentDecimal,
  sentNumber,
  sentTimestamp,
  storedJson,
  urlTimestamp,
  wholeNumber,
} from '../../http/fields';

/** A reading as it is sent. A column that is not listed here is never read and never leaves the service. */
export const readingResponse = createSelectSchema(readings, {
  at: () => sentTimestamp,
  station: () => anyText,
  code: () => charText(5),
  counted: () => sentDecimal,
  degrees: () => sentNumber,
  days: () => z.array(sentDay),
  note: () => storedJson<(typeof readings.$inferSelect)['note']>(),
})
  .pick({
    at: true,
    station: true,
    code: true,
    weather: true,
    counted: true,
    degrees: true,
    seenAt: true,
    days: true,
    note: true,
  })
  .meta({ id: 'Reading' });

/** What identifies a reading in a path. */
export const readingParams = z.object({
  at: urlTimestamp,
});
export type ReadingKey = z.output<typeof readingParams>;

/** What a client may set in a new reading. Whatever is listed here is open to everybody who may call the route. */
export const readingCreate = createInsertSchema(readings, {
  station: () => anyText.max(MAX_TEXT),
  code: () => charText(5),
  weather: (schema) => schema.max(MAX_ITEMS),
  counted: () => wholeNumber(),
  degrees: () => decimalNumber(5, 2),
  seenAt: () => localTimestampText,
  days: () => z.array(day).max(MAX_ITEMS),
  note: () => json<(typeof readings.$inferInsert)['note']>(),
})
  .pick({
    station: true,
    code: true,
    weather: true,
    counted: true,
    degrees: true,
    seenAt: true,
    days: true,
    note: true,
  })
  .strict()
  .meta({ id: 'ReadingCreate' });
export type ReadingCreate = z.output<typeof readingCreate>;

/** What a client may change afterwards. */
export const readingUpdate = notEmpty(readingCreate.partial()).meta({
  id: 'ReadingUpdate',
});
export type ReadingUpdate = z.output<typeof readingUpdate>;

/** What lists of readings may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const readingListing = {
  key: ['at'],
  filter: ['at'],
  // Without an index, so that each such list reads the whole table: 'station', 'code', 'counted', 'degrees', 'seenAt'.
  scan: [],
  // Text in which another may be looked for: 'code'.
  contains: [],
  sort: ['at'],
  defaultSort: '-at',
} as const;
