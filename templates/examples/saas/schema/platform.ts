import {
  bigint,
  index,
  inet,
  jsonb,
  pgEnum,
  pgTable,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

import { id, timestamps, timestamptz } from './columns';
import { organizations, users } from './organizations';

export const apiScope = pgEnum('api_scope', ['read', 'write', 'admin']);

export const apiKeys = pgTable(
  'api_keys',
  {
    id,
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    createdById: uuid('created_by_id').references(() => users.id, { onDelete: 'set null' }),
    name: varchar('name', { length: 120 }).notNull(),
    // The start of the key, so that its owner can tell one from another; the key itself is never stored.
    prefix: varchar('prefix', { length: 12 }).notNull(),
    keyHash: varchar('key_hash', { length: 64 }).notNull(),
    scopes: apiScope('scopes').array().notNull().default(['read']),
    lastUsedAt: timestamptz('last_used_at'),
    expiresAt: timestamptz('expires_at'),
    revokedAt: timestamptz('revoked_at'),
    ...timestamps,
  },
  (table) => [
    unique('api_keys_key_hash_key').on(table.keyHash),
    index('api_keys_organization_id_created_at_idx').on(
      table.organizationId,
      table.createdAt,
      table.id,
    ),
    index('api_keys_created_by_id_idx').on(table.createdById),
  ],
);

export const auditEvents = pgTable(
  'audit_events',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'restrict' }),
    // Null when the system acted, or when the person is gone: the event outlives the account.
    actorId: uuid('actor_id').references(() => users.id, { onDelete: 'set null' }),
    action: varchar('action', { length: 80 }).notNull(),
    subjectType: varchar('subject_type', { length: 60 }).notNull(),
    subjectId: uuid('subject_id'),
    ipAddress: inet('ip_address'),
    details: jsonb('details').$type<Record<string, unknown>>().notNull().default({}),
    // No updatedAt: an event is written once.
    createdAt: timestamptz('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('audit_events_organization_id_created_at_idx').on(
      table.organizationId,
      table.createdAt,
      table.id,
    ),
    index('audit_events_actor_id_created_at_idx').on(table.actorId, table.createdAt, table.id),
    index('audit_events_subject_idx').on(table.subjectType, table.subjectId, table.id),
    index('audit_events_created_at_idx').on(table.createdAt, table.id),
  ],
);
