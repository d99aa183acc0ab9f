/** Columns of every kind, keys of most: what the fuzzer is let loose on besides the shop. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  bit,
  boolean,
  char,
  check,
  cidr,
  customType,
  date,
  doublePrecision,
  index,
  inet,
  integer,
  interval,
  json,
  jsonb,
  line,
  macaddr,
  macaddr8,
  numeric,
  pgEnum,
  pgTable,
  pgView,
  point,
  primaryKey,
  real,
  serial,
  smallint,
  text,
  time,
  timestamp,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

const citext = customType<{ data: string }>({ dataType: () => 'citext' });
const euros = customType<{ data: string }>({ dataType: () => 'numeric(8, 2)' });

export const mood = pgEnum('mood', ['fine', 'so-so', 'back\\slash', 'two words', 'a,b']);

export const texts = pgTable(
  'texts',
  {
    id: uuid().primaryKey().defaultRandom(),
    plain: text(),
    short: varchar({ length: 12 }).notNull(),
    fixed: char({ length: 5 }),
    folded: citext(),
    mood: mood(),
    moods: mood().array(),
    words: text().array(),
    kind: text({ enum: ['a', 'b'] }),
    deletedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    uniqueIndex('texts_short')
      .on(t.short)
      .where(sql`${t.deletedAt} is null`),
    index('texts_mood').on(t.mood),
  ],
);

export const numbers = pgTable(
  'numbers',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    small: smallint(),
    whole: integer().notNull().default(0),
    bigNumber: bigint({ mode: 'number' }),
    bigText: bigint({ mode: 'bigint' }),
    exact: numeric({ precision: 12, scale: 3 }),
    exactNumber: numeric({ precision: 8, scale: 2, mode: 'number' }),
    exactBig: numeric({ precision: 30, mode: 'bigint' }),
    euros: euros(),
    manyEuros: euros().array(),
    any: numeric(),
    part: numeric({ precision: 3, scale: 3 }),
    tiny: numeric({ precision: 2, scale: 4 }),
    grid: integer().array().array(),
    anyNumber: numeric({ mode: 'number' }),
    single: real(),
    double: doublePrecision(),
    forever: doublePrecision().notNull().default(Infinity),
    many: doublePrecision().array(),
    bigs: bigint({ mode: 'bigint' }).array(),
    flag: boolean(),
  },
  (t) => [
    index('numbers_whole').on(t.whole),
    index('numbers_big').on(t.bigText),
    index('numbers_double').on(t.double),
    check('numbers_small', sql`${t.small} <> 13`),
  ],
);

export const times = pgTable(
  'times',
  {
    id: serial().primaryKey(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    atMillis: timestamp({ withTimezone: true, precision: 3 }),
    atText: timestamp({ withTimezone: true, mode: 'string' }),
    local: timestamp(),
    localText: timestamp({ mode: 'string' }),
    day: date(),
    dayDate: date({ mode: 'date' }),
    clock: time(),
    clockZoned: time({ withTimezone: true }),
    span: interval(),
    months: interval({ fields: 'year to month' }),
    minutes: interval({ fields: 'day to minute' }),
    days: date().array(),
    moments: timestamp({ withTimezone: true }).array(),
  },
  (t) => [index('times_at').on(t.at, t.id), index('times_day').on(t.day, t.id)],
);

export const shapes = pgTable('shapes', {
  id: text().primaryKey(),
  json: json(),
  jsonb: jsonb().notNull().default({}),
  jsons: jsonb().array(),
  point: point(),
  place: point({ mode: 'xy' }),
  places: point({ mode: 'xy' }).array(),
  line: line(),
  edge: line({ mode: 'abc' }),
  lines: line().array(),
  address: inet(),
  network: cidr(),
  mac: macaddr(),
  mac8: macaddr8(),
  bits: bit({ dimensions: 5 }),
  ids: uuid().array(),
});

export const readings = pgTable(
  'readings',
  {
    timeId: integer()
      .notNull()
      .references(() => times.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    textId: uuid().references(() => texts.id),
    value: doublePrecision(),
  },
  (t) => [primaryKey({ columns: [t.timeId, t.at] }), index('readings_text').on(t.textId)],
);

export const folded = pgTable('folded', { name: citext().primaryKey(), day: date().notNull() });

export const clocks = pgTable(
  'clocks',
  {
    clock: time().notNull(),
    day: date().notNull(),
    price: numeric({ precision: 6, scale: 2 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.clock, t.day] })],
);

export const totals = pgView('totals').as((query) =>
  query.select({ mood: texts.mood, short: texts.short }).from(texts),
);
