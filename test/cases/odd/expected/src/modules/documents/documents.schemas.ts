import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { documents } from '../../db/schema';
import {
  MAX_ITEMS,
  MAX_TEXT,
  bits,
  bytes,
  charText,
  day,
  dayText,
  decimal,
  double,
  filled,
  intervalOf,
  ipAddress,
  json,
  lineObject,
  localTimestampTextOf,
  macAddress,
  notEmpty,
  real,
  sentDay,
  sentDecimal,
  sentFloat,
  sentNumber,
  sparseVector,
  storedJson,
  timeWithOffsetOf,
  timestamp,
  uuid,
  wholeNumber,
} from '../../http/fields';

/** A document as it is sent. A column that is not listed here is never read and never leaves the service. */
export const documentResponse = createSelectSchema(documents, {
  price: () => sentFloat,
  ratio: () => sentFloat,
  exact: () => sentNumber,
  big: () => sentDecimal,
  code: () => charText(3),
  dayObject: () => sentDay,
  extra: () => storedJson<(typeof documents.$inferSelect)['extra']>(),
})
  .pick({
    id: true,
    ownerId: true,
    title: true,
    body: true,
    kind: true,
    status: true,
    grid: true,
    small: true,
    price: true,
    ratio: true,
    amount: true,
    exact: true,
    big: true,
    code: true,
    day: true,
    dayObject: true,
    customDay: true,
    at: true,
    stamp: true,
    span: true,
    ip: true,
    net: true,
    mac: true,
    place: true,
    edge: true,
    refused: true,
    extra: true,
  })
  .meta({ id: 'Document' });

/** What identifies a document in a path. */
export const documentParams = z.object({
  id: uuid,
});
export type DocumentKey = z.output<typeof documentParams>;

/** What a client may set in a new document. Whatever is listed here is open to everybody who may call the route. */
export const documentCreate = createInsertSchema(documents, {
  ownerId: (schema) => schema.max(MAX_TEXT),
  title: (schema) => schema.max(MAX_TEXT),
  body: (schema) => schema.max(MAX_TEXT),
  grid: (schema) => filled(schema.max(MAX_ITEMS)),
  price: () => double,
  ratio: () => real,
  amount: () => decimal(12, 2),
  exact: () => double,
  big: () => wholeNumber(),
  code: () => charText(3),
  day: () => dayText,
  dayObject: () => day,
  customDay: () => timestamp,
  at: () => timeWithOffsetOf(3),
  stamp: () => localTimestampTextOf(3),
  span: () => intervalOf('second', 2),
  ip: () => ipAddress,
  net: () => ipAddress,
  mac: () => macAddress,
  edge: () => lineObject,
  raw: () => bytes,
  extra: () => json<(typeof documents.$inferInsert)['extra']>(),
  sparse: () => sparseVector(5),
  flags: () => bits(8),
})
  .pick({
    ownerId: true,
    title: true,
    body: true,
    kind: true,
    status: true,
    grid: true,
    small: true,
    price: true,
    ratio: true,
    amount: true,
    exact: true,
    big: true,
    code: true,
    day: true,
    dayObject: true,
    customDay: true,
    at: true,
    stamp: true,
    span: true,
    ip: true,
    net: true,
    mac: true,
    place: true,
    edge: true,
    raw: true,
    extra: true,
    embedding: true,
    half: true,
    sparse: true,
    flags: true,
  })
  .strict()
  .meta({ id: 'DocumentCreate' });
export type DocumentCreate = z.output<typeof documentCreate>;

/** What a client may change afterwards. */
export const documentUpdate = notEmpty(documentCreate.partial()).meta({
  id: 'DocumentUpdate',
});
export type DocumentUpdate = z.output<typeof documentUpdate>;

/** What lists of documents may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const documentListing = {
  key: ['id'],
  filter: ['id'],
  // Without an index, so that each such list reads the whole table: 'ownerId', 'title', 'body', 'kind', 'status', 'small', 'price', 'ratio', 'amount', 'exact', 'big', 'code', 'day', 'dayObject', 'at', 'stamp', 'ip', 'net', 'mac'.
  scan: [],
  // Text in which another may be looked for: 'body', 'code'.
  contains: ['title'],
  sort: ['id'],
  defaultSort: 'id',
} as const;
