import { DatabaseError } from 'pg';

/** Finds Postgres's own error; drizzle wraps it in a DrizzleQueryError, whose `cause` it is. */
export function postgresError(error: unknown): DatabaseError | undefined {
  let current = error;
  // Bounded, because a chain of causes may be a circle.
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof DatabaseError) return current;
    current = current.cause;
  }
  return undefined;
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
  /^(Connection terminated|Connection ended|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/;

/** Whether the error says that Postgres could not be reached, or that the connection broke. */
export function connectionFailed(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (CONNECTION_CODES.has((current as NodeJS.ErrnoException).code ?? '')) return true;
    if (CONNECTION_MESSAGES.test(current.message)) return true;
    current = current.cause;
  }
  return false;
}
