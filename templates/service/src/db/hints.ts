import { causesOf } from './causes';
import { tlsHint } from './tls';

/** @returns what to do about an error that can only be one of the database, where its own words do not say it */
export function databaseHint(error: unknown): string | undefined {
  return poolerHint(error) ?? tlsHint(error);
}

/** What a pooler in transaction mode says of connections that have settings, and of statements that have names. */
const POOLER_MESSAGES =
  /unsupported startup parameter|prepared statement "[^"]*" (?:does not exist|already exists)/;

/** @returns what to do, where the error is one of a pooler that the service knows nothing of */
function poolerHint(error: unknown): string | undefined {
  const isPoolers = causesOf(error).some(({ message }) => POOLER_MESSAGES.test(message));
  return isPoolers
    ? 'DATABASE_URL seems to lead to a pooler such as PgBouncer in transaction mode: set DATABASE_POOLER=transaction.'
    : undefined;
}

/**
 * Not a mistake of the configuration, with which the service would not start: a name may be known a moment later, where the database is
 * started beside it or its resolver is.
 *
 * @param error of whoever asked the database: from a name alone nobody can tell whose it is
 */
export function addressHint(error: unknown): string | undefined {
  for (const cause of causesOf(error) as (NodeJS.ErrnoException & { hostname?: string })[]) {
    const { code, syscall, hostname } = cause;
    if (syscall !== 'getaddrinfo') continue;
    return code === 'ENOTFOUND'
      ? `No machine is called ${hostname}: look for a slip in DATABASE_URL.`
      : `Nobody could be asked which machine is called ${hostname}: the resolver of names does not answer.`;
  }
  return undefined;
}
