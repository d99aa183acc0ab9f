import { DatabaseError } from 'pg';
import { causesOf } from './causes';
import { tlsHint } from './tls';

/** Finds Postgres's own error; drizzle wraps it in a DrizzleQueryError, whose `cause` it is. */
export function postgresError(error: unknown): DatabaseError | undefined {
  return causesOf(error).find((cause) => cause instanceof DatabaseError);
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** pg has no code for these. */
const CONNECTION_MESSAGES =
  /^(Connection terminated|Connection ended|Query read timeout|Client was closed|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/;

/** Whether the error says that Postgres could not be reached, or that the connection broke. */
export function connectionFailed(error: unknown): boolean {
  return causesOf(error).some(isLost) || tlsHint(error) !== undefined;
}

function isLost({ code = '', message }: NodeJS.ErrnoException): boolean {
  return CONNECTION_CODES.has(code) || CONNECTION_MESSAGES.test(message);
}

/** Postgres takes no connections: it starts, stops or has too many. */
const TURNED_AWAY = new Set(['53300', '57P01', '57P02', '57P03']);

const unsent = new WeakSet<Error>();

/**
 * Keeps in mind that an error came before anything was sent: no connection came about. Not of one for which others waited in
 * vain: the database is busy, and asking again makes that worse.
 *
 * @returns the same error
 */
export function noteUnsent(error: Error): Error {
  const code = postgresError(error)?.code;
  const isAway = code === undefined ? connectionFailed(error) : TURNED_AWAY.has(code);
  if (isAway && !/time ?out/i.test(error.message)) unsent.add(error);
  return error;
}

/** Whether the error, or one that caused it, was noted by `noteUnsent`. */
export function wasUnsent(error: unknown): boolean {
  return causesOf(error).some((cause) => unsent.has(cause));
}

/** What a pooler in transaction mode says of connections that have settings, and of statements that have names. */
const POOLER_MESSAGES =
  /unsupported startup parameter|prepared statement "[^"]*" (?:does not exist|already exists)/;

/** @returns what to do, where the error is one of a pooler that the service knows nothing of */
export function poolerHint(error: unknown): string | undefined {
  const isPoolers = causesOf(error).some(({ message }) => POOLER_MESSAGES.test(message));
  return isPoolers
    ? 'DATABASE_URL seems to lead to a pooler such as PgBouncer in transaction mode: set DATABASE_POOLER=transaction.'
    : undefined;
}
