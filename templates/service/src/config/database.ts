import { parse } from 'pg-connection-string';
import { z } from 'zod';
import { type Environment, isLocal } from './environments';
import type { Source } from './sources';
import { flag, guessablePassword, integer, isUrl, milliseconds, NO_URL } from './values';

const databaseUrl = (local: boolean) =>
  z
    .string({ error: 'is required; `npm run dev` starts a Postgres and sets it' })
    // A line's end, as `echo` puts it into a secret, would be a part of the database's name.
    .trim()
    .regex(/^postgres(ql)?:\/\//, { error: 'must be a postgres:// URL', abort: true })
    .refine(isUrl, { error: NO_URL, abort: true })
    .superRefine((url, context) => {
      const message = connectMistake(url);
      if (message) context.addIssue({ code: 'custom', message });
    })
    .refine((url) => local || !guessablePassword(url), {
      error:
        'has a password that is in every list of passwords: take a random one, openssl rand -hex 24',
    });

const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/** @returns what pg would stumble over when it connects, or take for another thing, and nobody but it knows */
function connectMistake(url: string): string | undefined {
  const { port, sslmode } = Object.fromEntries(new URL(url).searchParams);
  if (sslmode !== undefined && !SSL_MODES.includes(sslmode)) {
    return `has an sslmode that is none of ${SSL_MODES.join(', ')}`;
  }
  if (!/^\d*$/.test(port ?? '') || Number(port || new URL(url).port || 1) < 1) return NO_PORT;
  try {
    // Reads the files of certificates, too. Without a database, Postgres takes that which is called like the user.
    return parse(url).database ? undefined : 'names no database: postgres://host/database';
  } catch (error) {
    return `can't be used: ${(error as Error).message}`;
  }
}

const NO_PORT = 'has a port that is none';

/** The variables of the database: all that those who only apply migrations need. */
export function databaseVariables(environment: Environment) {
  return {
    DATABASE_URL: databaseUrl(isLocal(environment)),
    DATABASE_POOLER: z.enum(['none', 'transaction']).default('none'),
    DATABASE_POOL_MAX: integer(1, 1000),
    DATABASE_POOL_MIN: integer(0, 1000).default(0),
    DATABASE_CONNECTION_TIMEOUT_MS: milliseconds().default(5000),
    DATABASE_STATEMENT_TIMEOUT_MS: milliseconds().default(10_000),
    DATABASE_LOCK_TIMEOUT_MS: milliseconds().default(5000),
    DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: milliseconds().default(15_000),
    DATABASE_ANSWER_TIMEOUT_MS: milliseconds().default(20_000),
    DATABASE_MAX_LIFETIME_MS: milliseconds(86_400_000).default(1_800_000),
    DATABASE_OWN_RUN: flag.default(true),
  };
}

export type DatabaseValues = z.output<z.ZodObject<ReturnType<typeof databaseVariables>>>;

export type DatabaseConfig = ReturnType<typeof toDatabaseConfig>;

export function toDatabaseConfig(values: DatabaseValues, sources: Record<string, Source>) {
  return {
    url: values.DATABASE_URL,
    /** Reads the URL where it was found, which may hold another password by the time that a connection is made. */
    urlAgain: sources['DATABASE_URL']?.again,
    /** What stands in front of Postgres and lends its connections to many clients, one transaction at a time. */
    pooler: values.DATABASE_POOLER,
    poolMax: values.DATABASE_POOL_MAX,
    poolMin: values.DATABASE_POOL_MIN,
    connectionTimeout: values.DATABASE_CONNECTION_TIMEOUT_MS,
    statementTimeout: values.DATABASE_STATEMENT_TIMEOUT_MS,
    lockTimeout: values.DATABASE_LOCK_TIMEOUT_MS,
    idleInTransactionTimeout: values.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
    /** How long Postgres may say nothing while a query runs; then the connection is given up. */
    answerTimeout: values.DATABASE_ANSWER_TIMEOUT_MS,
    maxLifetime: values.DATABASE_MAX_LIFETIME_MS,
    /** Whether statements run as `src/db/prepared-run.ts` does it, or as drizzle does. */
    ownRun: values.DATABASE_OWN_RUN,
  };
}
