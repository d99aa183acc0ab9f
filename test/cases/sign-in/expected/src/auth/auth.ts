import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config';
import { createDatabase, type Database, type DatabaseHandle } from '../db/client';
import { type AccessTokens, accessTokens } from './access-token';
import { cleanUp } from './cleanup';
import { createHasher, type Hasher } from './hashing';
import { createLimits, type Limits } from './limits';
import { knownSecrets } from './known-secrets';
import { createMailer, type Mail, type Mailer } from './mail';
import { type RefreshTokens, refreshTokens } from './refresh-token';
import { knownRevocations } from './revocations';
import { type SigningKeys, signingKeys } from './signing-keys';
import { followRoles } from './user-role';
import type { AuthConfig } from './variables';
import { watch } from './watch';

/** Revocations reach every process within two seconds: this long, and the time that reading takes. */
const WATCH_INTERVAL = 1000;

/** How long that may take: nobody is let in who may be revoked, and a database that was silent for a moment may be back. */
const WATCH_PATIENCE = 2000;

const CLEANUP_INTERVAL = 600_000;

/** One to read revocations, one to clean up. */
const OWN_CONNECTIONS = 2;

/** How long the end of the service waits for mails that are under way. */
const LAST_MAILS = 5000;

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
  { auth: config, cors, database, log: { clientAddress } }: Config,
  { pool }: DatabaseHandle,
  log: FastifyBaseLogger,
): Promise<Auth> {
  const secrets = knownSecrets(config, log);
  const keys = signingKeys(secrets, config);
  const revocations = knownRevocations(config.accessTokenSeconds);
  const mailer = createMailer(config.mail, log);
  const { mailLater, mailsSent } = mailsInBackground(mailer, log);
  const read = async (db: Database) => {
    await secrets.refresh();
    await keys.refresh(db);
    await followRoles(db, config);
    await revocations.refresh(db);
  };
  // Requests may have all of their connections in use, and who must be refused has to be known all the same.
  const own = createDatabase({
    ...database,
    poolMin: 0,
    poolMax: OWN_CONNECTIONS,
    connectionTimeout: WATCH_PATIENCE,
  });
  const stops = [
    await watch(own.pool, read, {
      what: 'read revocations',
      every: WATCH_INTERVAL,
      within: WATCH_PATIENCE,
      log,
    }),
    await watch(own.pool, cleanUp, {
      what: 'clean sign-in up',
      every: CLEANUP_INTERVAL,
      within: CLEANUP_INTERVAL,
      log,
    }),
  ];

  return {
    config,
    origins: new Set([config.issuer, ...cors.origins]),
    clientAddress,
    hasher: createHasher(config.hashing),
    access: accessTokens(config, keys, revocations),
    refresh: refreshTokens(secrets.all, config.issuer, () => keys.signer()?.secretId),
    keys,
    limits: createLimits(pool, config.limits),
    mailLater,
    close: async () => {
      await Promise.all([...stops.map((stop) => stop()), mailsSent(LAST_MAILS)]);
      mailer.close();
      await own.close();
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
      // Not its message: servers repeat the address in what they say.
      const { code, responseCode } = error as { code?: string; responseCode?: number };
      log.error({ code, responseCode }, 'mail not sent');
    }
  }

  return {
    mailLater: (mail: Mail | Promise<Mail | undefined>) => {
      const sending = send(mail);
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    },
    /** Waits for them, but not for longer: a mail server that says nothing must not hold up the end. */
    mailsSent: (milliseconds: number) =>
      Promise.race([Promise.all(underWay), sleep(milliseconds, undefined, { ref: false })]),
  };
}
