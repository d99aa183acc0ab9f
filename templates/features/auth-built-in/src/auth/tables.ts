import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { EVERYBODY, roles } from './roles';
import { userIdColumn, userKey } from './users';

// What sign-in keeps. Whoever reads these tables can sign in as nobody: passwords and one-time tokens are hashed, refresh
// tokens and signing keys are derived from AUTH_SECRET, which is not in the database.

const timestamptz = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The number of a transaction, which tells a reader what it can't have seen yet. */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

/**
 * How a user signs in. The address stands here and not only in the users table: that one is data, which routes may change;
 * this one was proved by a mail.
 */
export const signInAccounts = pgTable('sign_in_accounts', {
  userId: userIdColumn('user_id')
    .primaryKey()
    .references(() => userKey, { onDelete: 'cascade' }),
  /** In lower case. */
  email: text('email').notNull().unique(),
  emailVerifiedAt: timestamptz('email_verified_at'),
  /** Argon2id, with its parameters and salt. */
  passwordHash: text('password_hash').notNull(),
  role: text('role', { enum: roles }).notNull().default(EVERYBODY),
  /** Counted up when the role changes: access tokens of an older version still say the old role, and are void. */
  version: integer('version').notNull().default(1),
  disabledAt: timestamptz('disabled_at'),
  createdAt: timestamptz('created_at').notNull().defaultNow(),
});

/** One row for each log-in, however often its refresh token is rotated. */
export const signInSessions = pgTable(
  'sign_in_sessions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Null once the user is deleted: the row stays until no access token of it can be alive, so that those are refused. */
    userId: userIdColumn('user_id').references(() => userKey, { onDelete: 'set null' }),
    /** `browser` gets its refresh token in a cookie, `api` in the body; neither is taken the other way. */
    client: text('client', { enum: ['browser', 'api'] }).notNull(),
    /** That of the newest refresh token. */
    counter: integer('counter').notNull().default(0),
    /** When that one was made: grace and idle time count from here. */
    rotatedAt: timestamptz('rotated_at').notNull().defaultNow(),
    /** When an access token of it was made last. */
    lastUsedAt: timestamptz('last_used_at').notNull().defaultNow(),
    expiresAt: timestamptz('expires_at').notNull(),
    endedAt: timestamptz('ended_at'),
    endReason: text('end_reason'),
    userAgent: text('user_agent'),
    address: text('address'),
    createdAt: timestamptz('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('sign_in_sessions_user_idx').on(table.userId, table.createdAt),
    // Each process asks once a second for those of deleted users.
    index('sign_in_sessions_last_used_idx').on(table.lastUsedAt),
    index('sign_in_sessions_orphan_idx')
      .on(table.lastUsedAt)
      .where(sql`user_id is null`),
    index('sign_in_sessions_expires_at_idx').on(table.expiresAt),
  ],
);

/** Links that were mailed. The token is hashed: whoever reads the table can't follow one. */
export const signInTokens = pgTable(
  'sign_in_tokens',
  {
    hash: text('hash').primaryKey(),
    purpose: text('purpose', {
      enum: ['verify-email', 'reset-password', 'change-email'],
    }).notNull(),
    userId: userIdColumn('user_id')
      .notNull()
      .references(() => userKey, { onDelete: 'cascade' }),
    /** The address that the token was mailed to, and so proves. */
    email: text('email').notNull(),
    expiresAt: timestamptz('expires_at').notNull(),
  },
  (table) => [
    index('sign_in_tokens_user_idx').on(table.userId),
    index('sign_in_tokens_expires_at_idx').on(table.expiresAt),
  ],
);

/** Access tokens that are void before their time: those of a session, or those of a user below a version. */
export const signInRevocations = pgTable(
  'sign_in_revocations',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Every process reads what was written since it last looked. Times and sequences don't tell: a later one may be committed earlier. */
    tx: xid8('tx')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    sessionId: uuid('session_id'),
    userId: userIdColumn('user_id'),
    minVersion: integer('min_version'),
    /** When no token that it concerns can be alive any more. */
    expiresAt: timestamptz('expires_at').notNull(),
  },
  (table) => [
    index('sign_in_revocations_tx_idx').on(table.tx),
    index('sign_in_revocations_expires_at_idx').on(table.expiresAt),
  ],
);

/** The keys that sign access tokens, by their times; the keys themselves are derived from AUTH_SECRET. */
export const signInKeys = pgTable('sign_in_keys', {
  kid: text('kid').primaryKey(),
  /** Which secret it is derived from. */
  secretId: text('secret_id').notNull(),
  signsFrom: timestamptz('signs_from').notNull().defaultNow(),
  /** Null while nothing has replaced it. */
  verifyUntil: timestamptz('verify_until'),
});

/** Attempts, counted by rate-limiter-flexible, which fills these columns by their place. */
export const signInLimits = pgTable('sign_in_limits', {
  key: varchar('key', { length: 255 }).primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
});
