import { relations, sql } from 'drizzle-orm';
import {
  bit,
  char,
  check,
  cidr,
  date,
  doublePrecision,
  halfvec,
  index,
  inet,
  integer,
  interval,
  json,
  line,
  macaddr,
  numeric,
  pgPolicy,
  pgRole,
  pgSchema,
  pgSequence,
  pgTable,
  pgTableCreator,
  point,
  primaryKey,
  real,
  serial,
  smallint,
  sparsevec,
  text,
  time,
  timestamp,
  uuid,
  vector,
} from 'drizzle-orm/pg-core';
import { bytea, day, pair, priorityColumn, tsvector } from './lib/shared/columns';
import { user } from './people';

const archive = pgSchema('archive');
const state = archive.enum('state', ['warm', 'cold']);

export const ticketNumbers = pgSequence('ticket_numbers', { startWith: 100 });
export const auditor = pgRole('auditor').existing();

export const documents = pgTable(
  'documents',
  {
    id: uuid()
      .primaryKey()
      .default(sql`uuid_generate_v4()`),
    ownerId: text(),
    title: text().notNull(),
    body: text(),
    search: tsvector().generatedAlwaysAs(sql`to_tsvector('simple', title)`),
    kind: text({ enum: ['memo', 'letter'] }).notNull(),
    status: priorityColumn(),
    grid: integer().array().array(),
    small: smallint(),
    price: doublePrecision(),
    ratio: real(),
    amount: numeric({ precision: 12, scale: 2 }),
    exact: numeric({ mode: 'number' }),
    big: numeric({ mode: 'bigint' }),
    code: char({ length: 3 }),
    day: date(),
    dayObject: date({ mode: 'date' }),
    customDay: day(),
    at: time({ precision: 3, withTimezone: true }),
    stamp: timestamp({ mode: 'string', precision: 3 }),
    span: interval({ precision: 2 }),
    ip: inet(),
    net: cidr(),
    mac: macaddr(),
    place: point(),
    edge: line({ mode: 'abc' }),
    raw: bytea(),
    refused: pair(),
    extra: json(),
    embedding: vector({ dimensions: 3 }),
    half: halfvec({ dimensions: 4 }),
    sparse: sparsevec({ dimensions: 5 }),
    flags: bit({ dimensions: 8 }),
  },
  (table) => [
    index('documents_title_trgm').using('gin', table.title.op('gin_trgm_ops')),
    index('documents_open')
      .on(table.kind)
      .where(sql`${table.kind} = ${'memo'}`),
    check('documents_price', sql`${table.price} > ${0}`),
    pgPolicy('documents_own', {
      to: 'authenticated',
      using: sql`${table.ownerId} = (select auth.uid()::text)`,
    }),
    pgPolicy('documents_audit', { to: auditor, using: sql`app.may_audit(${table.id})` }),
  ],
);

export const archived = archive.table('documents', {
  id: serial().primaryKey(),
  state: state().notNull(),
  documentId: uuid(),
});

const prefixed = pgTableCreator((name) => `old_${name}`);

export const logs = prefixed('logs', { line: text() });

export const documentReaders = pgTable(
  'document_readers',
  {
    documentId: uuid()
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    readerId: text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.readerId] })],
);

export const documentRelations = relations(documents, ({ one, many }) => ({
  // The key of a relation equals the key of a column.
  ownerId: one(user, { fields: [documents.ownerId], references: [user.id] }),
  readers: many(documentReaders),
}));

export const archivedRelations = relations(archived, ({ one }) => ({
  document: one(documents, { fields: [archived.documentId], references: [documents.id] }),
}));

export { archive, state };
