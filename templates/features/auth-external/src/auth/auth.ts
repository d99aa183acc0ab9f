import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config';
import type { DatabaseHandle } from '../db/client';
import { type AccessTokens, accessTokens } from './access-token';
import { issuerKeys } from './issuer';
import { type KnownUsers, knownUsers } from './known-users';

/** All that sign-in is made of; the guard finds it as `app.auth`. */
export interface Auth {
  tokens: AccessTokens;
  users: KnownUsers;
  /** How the log tells clients apart. */
  clientAddress: Config['log']['clientAddress'];
  close: () => void;
}

export function createAuth(
  { auth: config, log: { clientAddress } }: Config,
  { db }: DatabaseHandle,
  log: FastifyBaseLogger,
): Auth {
  const keys = issuerKeys(config, log);
  return {
    tokens: accessTokens(config, keys),
    users: knownUsers(db, log),
    clientAddress,
    close: keys.close,
  };
}
