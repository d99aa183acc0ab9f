import { parse } from 'pg-connection-string';
import { isHere } from '../config/values';
import { causesOf } from './causes';

/** What Node calls a certificate that it does not trust: signed by nobody it knows, over, not yet valid, revoked. */
const UNTRUSTED = /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_|INVALID_CA$)/;

/** @returns what to do, where no connection came about because of TLS */
export function tlsHint(error: unknown): string | undefined {
  for (const { message, code = '' } of causesOf(error) as NodeJS.ErrnoException[]) {
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
      return 'The certificate of the database is for another name than the host in DATABASE_URL: see docs/database.md.';
    }
    if (UNTRUSTED.test(code)) {
      return 'The certificate of the database is not trusted: name the file of its authority by sslrootcert in DATABASE_URL, see docs/database.md.';
    }
    if (message === 'The server does not support SSL connections') {
      return 'The database speaks no TLS, which sslmode in DATABASE_URL asks for: see docs/database.md.';
    }
  }
  return undefined;
}

/**
 * It is no mistake to be plain: many networks are their owner's alone, and there `sslmode=disable` says so.
 *
 * @returns what to say where whoever is on the way can read everything, and nobody said that this is right
 */
export function plainWarning(url: string): string | undefined {
  const { host, ssl } = parse(url);
  // Without a host, or with the path of a socket, it is this machine, too.
  const isAway = host && !host.startsWith('/') && !isHere(host);
  if (!isAway || ssl !== undefined || process.env['PGSSLMODE']) return undefined;
  return 'the connection to the database is not encrypted: DATABASE_URL has no sslmode, see docs/database.md';
}
