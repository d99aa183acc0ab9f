import { index, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * What requests with an `Idempotency-Key` were answered, for those who send them again. A row holds what its route sends, which may
 * be personal data; it stays for IDEMPOTENCY_KEPT_HOURS.
 */
export const idempotencyAnswers = pgTable(
  'idempotency_answers',
  {
    /** Whose key it is: the same one of somebody else is another. Empty where nobody signed in, and where no tenant is named. */
    caller: text('caller').notNull(),
    tenant: text('tenant').notNull(),
    /** `POST /v1/orders` */
    route: text('route').notNull(),
    key: text('key').notNull(),
    /** Of what was asked: the same key with anything else is a mistake. */
    requestHash: text('request_hash').notNull(),
    /** Null only within the transaction that claims the key, and nobody else sees that. */
    status: smallint('status'),
    headers: jsonb('headers').$type<Record<string, string>>(),
    /** As it was sent, and not parsed: a repeat gets the same bytes. */
    body: text('body'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({
      name: 'idempotency_answers_pk',
      columns: [table.caller, table.tenant, table.route, table.key],
    }),
    index('idempotency_answers_created_at_idx').on(table.createdAt),
  ],
);
