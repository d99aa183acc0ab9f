import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  pgEnum,
  pgTable,
  primaryKey,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

import { id, timestamps, timestamptz } from './columns';

export const organizationPlan = pgEnum('organization_plan', ['free', 'team', 'enterprise']);

export const memberRole = pgEnum('member_role', ['owner', 'admin', 'member', 'viewer']);

export const organizations = pgTable(
  'organizations',
  {
    id,
    name: varchar('name', { length: 120 }).notNull(),
    slug: varchar('slug', { length: 63 }).notNull(),
    plan: organizationPlan('plan').notNull().default('free'),
    billingEmail: varchar('billing_email', { length: 254 }),
    deletedAt: timestamptz('deleted_at'),
    ...timestamps,
  },
  (table) => [
    unique('organizations_slug_key').on(table.slug),
    index('organizations_created_at_idx').on(table.createdAt, table.id),
    check('organizations_slug_check', sql`${table.slug} ~ '^[a-z0-9][a-z0-9-]*$'`),
  ],
);

export const users = pgTable(
  'users',
  {
    id,
    email: varchar('email', { length: 254 }).notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    locale: varchar('locale', { length: 35 }).notNull().default('en'),
    timezone: varchar('timezone', { length: 64 }).notNull().default('UTC'),
    isActive: boolean('is_active').notNull().default(true),
    lastSeenAt: timestamptz('last_seen_at'),
    ...timestamps,
  },
  (table) => [
    // One person, however they capitalise their address.
    uniqueIndex('users_email_key').on(sql`lower(${table.email})`),
    index('users_created_at_idx').on(table.createdAt, table.id),
  ],
);

export const memberships = pgTable(
  'memberships',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: memberRole('role').notNull().default('member'),
    ...timestamps,
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.userId] }),
    index('memberships_user_id_idx').on(table.userId),
  ],
);

export const invitations = pgTable(
  'invitations',
  {
    id,
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    invitedById: uuid('invited_by_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    email: varchar('email', { length: 254 }).notNull(),
    role: memberRole('role').notNull().default('member'),
    // SHA-256 of the token in the mail, in hex: who reads the table cannot accept an invitation.
    tokenHash: varchar('token_hash', { length: 64 }).notNull(),
    expiresAt: timestamptz('expires_at').notNull(),
    acceptedAt: timestamptz('accepted_at'),
    ...timestamps,
  },
  (table) => [
    unique('invitations_token_hash_key').on(table.tokenHash),
    uniqueIndex('invitations_pending_key')
      .on(table.organizationId, sql`lower(${table.email})`)
      .where(sql`${table.acceptedAt} is null`),
    index('invitations_organization_id_created_at_idx').on(
      table.organizationId,
      table.createdAt,
      table.id,
    ),
    index('invitations_invited_by_id_idx').on(table.invitedById),
  ],
);
