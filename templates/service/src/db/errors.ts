import { DatabaseError } from 'pg';
import { causesOf } from './causes';
import { tlsHint } from './tls';

/** Finds Postgres's own error; drizzle wraps it in a DrizzleQueryError, whose `cause` it is. */
export function postgresError(error: unknown): DatabaseError | undefined {
  return causesOf(error).find((cause) => cause instanceof DatabaseError);
}

/** What Node was at when no connection came about, of which there are more reasons than a list would have. */
const CONNECTING = new Set(['getaddrinfo', 'connect']);

/** What several addresses that were all tried have in common, and how a connection breaks. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
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

function isLost({ code = '', syscall = '', message }: NodeJS.ErrnoException): boolean {
  return CONNECTING.has(syscall) || CONNECTION_CODES.has(code) || CONNECTION_MESSAGES.test(message);
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
