import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../db/client';
import type { Context } from '../db/context';
import { inTransaction } from '../db/transaction';
import type { KnownSecrets } from './known-secrets';
import { signInKeys } from './tables';
import { LEEWAY_SECONDS } from './revocations';
import { deriveKey, secretId } from './secrets';
import type { AuthConfig } from './variables';

export interface SigningKeys {
  /** Reads which keys there are; makes the first one, and the first of a new secret. */
  refresh: (db: Database) => Promise<void>;
  /** The one that signs now, or undefined while the database has not said. */
  signer: () => Pick<Key, 'kid' | 'secretId' | 'privateKey'> | undefined;
  publicKey: (kid: string) => KeyObject | undefined;
  /** What others check our tokens with: the key to come, the one that signs, those whose tokens are still alive. */
  published: () => PublicKey[];
}

/** RFC 8037 */
type PublicKey = Record<'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use', string | undefined>;

interface Key {
  kid: string;
  secretId: string;
  signs: boolean;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * The Ed25519 keys of access tokens. Which there are stands in the database, so that all processes agree; what they are is
 * derived from AUTH_SECRET, so that the database holds nothing to sign with. A secret signs as soon as the first key of it does:
 * by then every process has had time to read it.
 */
export function signingKeys(secrets: KnownSecrets, ahead: Ahead): SigningKeys {
  let keys: readonly Key[] = [];

  async function read(db: Database): Promise<Key[]> {
    const rows = await db
      .select({
        kid: signInKeys.kid,
        secretId: signInKeys.secretId,
        signs: sql<boolean>`${signInKeys.signsFrom} <= now()`,
      })
      .from(signInKeys)
      .where(sql`${signInKeys.verifyUntil} is null or ${signInKeys.verifyUntil} > now()`)
      .orderBy(sql`${signInKeys.signsFrom} desc`);
    const known = secrets.all();
    return rows.flatMap(({ kid, secretId: id, signs }) => {
      const secret = known.get(id);
      if (secret === undefined) return [];
      const same = keys.find((key) => key.kid === kid);
      return [same ? { ...same, signs } : { kid, secretId: id, signs, ...keyPair(secret, kid) }];
    });
  }

  return {
    refresh: async (db) => {
      let current = await read(db);
      if (!current.some(({ signs }) => signs)) {
        await addFirstKey(db, [...secrets.all().keys()]);
        current = await read(db);
      }
      const [newest = ''] = secrets.all().keys();
      if (!current.some(({ secretId: id }) => id === newest)) {
        await addKeyOf(db, newest, ahead);
        current = await read(db);
      }
      keys = current;
    },
    signer: () => keys.find(({ signs }) => signs),
    publicKey: (kid) => keys.find((key) => key.kid === kid)?.publicKey,
    published: () =>
      keys.map(({ kid, publicKey }) => {
        const { kty, crv, x } = publicKey.export({ format: 'jwk' });
        return { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' };
      }),
  };
}

/** How long a key is known before it signs, and how long what it signs lives. */
type Ahead = Pick<AuthConfig, 'keyAheadSeconds' | 'accessTokenSeconds'>;

interface NewKey {
  kid: string;
  signsFrom: Date;
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function keyPair(secret: string, kid: string): Pick<Key, 'privateKey' | 'publicKey'> {
  const seed = deriveKey(secret, `signing key ${kid}`);
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

const newKid = () => randomBytes(9).toString('base64url');

/** Processes that start together must not make one each: a token of the one would be unknown to the other. */
async function addFirstKey(db: Database, secretIds: string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${signInKeys} in share row exclusive mode`);
    const there = await tx
      .select({ kid: signInKeys.kid })
      .from(signInKeys)
      .where(
        sql`${signInKeys.secretId} in ${secretIds} and ${signInKeys.signsFrom} <= now() and ${signInKeys.verifyUntil} is null`,
      );
    if (there.length > 0) return;
    await tx.insert(signInKeys).values({ kid: newKid(), secretId: secretIds[0] as string });
  });
}

/**
 * Replaces the signing key without logging anybody out: the new one is published at once and signs only when everybody has
 * had time to read it; the old one checks until the last token that it signed is over.
 *
 * @returns the new key's id and when it begins to sign
 */
export async function rotateSigningKey(
  db: Database,
  config: Ahead & Pick<AuthConfig, 'secrets'>,
): Promise<NewKey> {
  return inTransaction({ db }, async ({ db: tx }) => {
    await tx.execute(sql`lock table ${signInKeys} in share row exclusive mode`);
    return replaceKey(tx, secretId(config.secrets[0] as string), config);
  });
}

/** The same for a new secret, by whichever process reads it first. */
async function addKeyOf(db: Database, newest: string, ahead: Ahead): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${signInKeys} in share row exclusive mode`);
    const there = await tx
      .select({ kid: signInKeys.kid })
      .from(signInKeys)
      .where(
        sql`${signInKeys.secretId} = ${newest} and (${signInKeys.verifyUntil} is null or ${signInKeys.verifyUntil} > now())`,
      );
    if (there.length === 0) await replaceKey(tx, newest, ahead);
  });
}

async function replaceKey(
  tx: Context['db'],
  ofSecret: string,
  { keyAheadSeconds, accessTokenSeconds }: Ahead,
): Promise<NewKey> {
  const alive = keyAheadSeconds + accessTokenSeconds + LEEWAY_SECONDS;
  await tx
    .update(signInKeys)
    .set({ verifyUntil: sql`now() + make_interval(secs => ${alive})` })
    .where(sql`${signInKeys.verifyUntil} is null`);
  const signsFrom = sql`now() + make_interval(secs => ${keyAheadSeconds})`;
  const [row] = await tx
    .insert(signInKeys)
    .values({ kid: newKid(), secretId: ofSecret, signsFrom })
    .returning({ kid: signInKeys.kid, signsFrom: signInKeys.signsFrom });
  return row as NewKey;
}
