import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config';
import type { Database, DatabaseHandle } from '../db/client';
import { type AccessTokens, accessTokens } from './access-token';
import { cleanUp } from './cleanup';
import { createHasher, type Hasher } from './hashing';
import { createLimits, type Limits } from './limits';
import { createMailer, type Mail, type Mailer } from './mail';
import { type RefreshTokens, refreshTokens } from './refresh-token';
import { knownRevocations } from './revocations';
import { type SigningKeys, signingKeys } from './signing-keys';
import { followRoles } from './user-role';
import type { AuthConfig } from './variables';
import { watch } from './watch';

/** Revocations reach every process within two seconds: this long, and the time that reading takes. */
const WATCH_INTERVAL = 1000;

const CLEANUP_INTERVAL = 600_000;

/** All that sign-in is made of; routes find it as `app.auth`. */
export interface Auth {
  config: AuthConfig;
  /** Whose pages may sign in here from a browser. */
  origins: ReadonlySet<string>;
  /** How the log tells clients apart. */
  clientAddress: Config['log']['clientAddress'];
  hasher: Hasher;
  access: AccessTokens;
  refresh: RefreshTokens;
  keys: SigningKeys;
  limits: Limits;
  /** Sends a mail after the answer: how long that takes must not tell whether there is one. */
  mailLater: (mail: Mail | Promise<Mail | undefined>) => void;
  /** Waits for mails that are under way. */
  close: () => Promise<void>;
}

/** @returns when it has read once which keys there are and what is revoked, or could not: then it says 503 until it can */
export async function createAuth(
  { auth: config, cors, log: { clientAddress } }: Config,
  { pool }: DatabaseHandle,
  log: FastifyBaseLogger,
): Promise<Auth> {
  const keys = signingKeys(config);
  const revocations = knownRevocations(config.accessTokenSeconds);
  const mailer = createMailer(config.mail, log);
  const { mailLater, mailsSent } = mailsInBackground(mailer, log);
  const read = async (db: Database) => {
    await keys.refresh(db);
    await followRoles(db, config);
    await revocations.refresh(db);
  };
  const stops = [
    await watch(pool, read, { what: 'read revocations', every: WATCH_INTERVAL, log }),
    await watch(pool, cleanUp, { what: 'clean sign-in up', every: CLEANUP_INTERVAL, log }),
  ];

  return {
    config,
    origins: new Set([config.issuer, ...cors.origins]),
    clientAddress,
    hasher: createHasher(config.hashing),
    access: accessTokens(config, keys, revocations),
    refresh: refreshTokens(config.secrets, config.issuer),
    keys,
    limits: createLimits(pool, config.limits),
    mailLater,
    close: async () => {
      await Promise.all([...stops.map((stop) => stop()), mailsSent()]);
      mailer.close();
    },
  };
}

function mailsInBackground(mailer: Mailer, log: FastifyBaseLogger) {
  const underWay = new Set<Promise<void>>();

  async function send(mail: Mail | Promise<Mail | undefined>): Promise<void> {
    try {
      const made = await mail;
      if (made) await mailer.send(made);
    } catch (error) {
      log.error({ err: error }, 'mail not sent');
    }
  }

  return {
    mailLater: (mail: Mail | Promise<Mail | undefined>) => {
      const sending = send(mail);
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    },
    mailsSent: () => Promise.all(underWay),
  };
}
