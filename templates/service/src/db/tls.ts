import type { FastifyBaseLogger } from 'fastify';
import { parse } from 'pg-connection-string';
import { isHere } from '../config/values';

/** What Node calls a certificate that it does not trust: signed by nobody it knows, over, not yet valid, revoked. */
const UNTRUSTED = /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_|INVALID_CA$)/;

/** @returns what to do, where no connection came about because of TLS */
export function tlsHint(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const code = (current as NodeJS.ErrnoException).code ?? '';
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
      return 'The certificate of the database is for another name than the host in DATABASE_URL: see docs/database.md.';
    }
    if (UNTRUSTED.test(code)) {
      return 'The certificate of the database is not trusted: name the file of its authority by sslrootcert in DATABASE_URL, see docs/database.md.';
    }
    if (current.message === 'The server does not support SSL connections') {
      return 'The database speaks no TLS, which sslmode in DATABASE_URL asks for: see docs/database.md.';
    }
    current = current.cause;
  }
  return undefined;
}

/**
 * Says once where whoever is on the way can read everything, and nobody said that this is right. It is no mistake: many networks
 * are their owner's alone, and there `sslmode=disable` says so.
 */
export function warnOfPlain(log: FastifyBaseLogger, url: string): void {
  const { host, ssl } = parse(url);
  // Without a host, or with the path of a socket, it is this machine, too.
  if (
    ssl !== undefined ||
    process.env['PGSSLMODE'] ||
    !host ||
    host.startsWith('/') ||
    isHere(host)
  )
    return;
  log.warn(
    'the connection to the database is not encrypted: DATABASE_URL has no sslmode, see docs/database.md',
  );
}
