import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../db/client';
import { inTransaction } from '../db/transaction';
import { signInKeys } from './tables';
import { LEEWAY_SECONDS } from './revocations';
import { deriveKey, secretId } from './secrets';
import type { AuthConfig } from './variables';

export interface SigningKeys {
  /** Reads which keys there are; makes the first one. */
  refresh: (db: Database) => Promise<void>;
  /** The one that signs now, or undefined while the database has not said. */
  signer: () => { kid: string; privateKey: KeyObject } | undefined;
  publicKey: (kid: string) => KeyObject | undefined;
  /** What others check our tokens with: the key to come, the one that signs, those whose tokens are still alive. */
  published: () => PublicKey[];
}

/** RFC 8037 */
type PublicKey = Record<'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use', string | undefined>;

interface Key {
  kid: string;
  signs: boolean;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * The Ed25519 keys of access tokens. Which there are stands in the database, so that all processes agree; what they are is
 * derived from AUTH_SECRET, so that the database holds nothing to sign with.
 */
export function signingKeys({ secrets }: Pick<AuthConfig, 'secrets'>): SigningKeys {
  const known = new Map(secrets.map((secret) => [secretId(secret), secret]));
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
    return rows.flatMap(({ kid, secretId: id, signs }) => {
      const same = keys.find((key) => key.kid === kid);
      if (same) return [{ ...same, signs }];
      const secret = known.get(id);
      return secret === undefined ? [] : [{ kid, signs, ...keyPair(secret, kid) }];
    });
  }

  return {
    refresh: async (db) => {
      let current = await read(db);
      if (!current.some(({ signs }) => signs)) {
        await addFirstKey(db, [...known.keys()]);
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
  config: Pick<AuthConfig, 'secrets' | 'keyAheadSeconds' | 'accessTokenSeconds'>,
): Promise<{ kid: string; signsFrom: Date }> {
  const ahead = sql`now() + make_interval(secs => ${config.keyAheadSeconds})`;
  const alive = config.keyAheadSeconds + config.accessTokenSeconds + LEEWAY_SECONDS;
  return inTransaction({ db }, async ({ db: tx }) => {
    await tx.execute(sql`lock table ${signInKeys} in share row exclusive mode`);
    await tx
      .update(signInKeys)
      .set({ verifyUntil: sql`now() + make_interval(secs => ${alive})` })
      .where(sql`${signInKeys.verifyUntil} is null`);
    const [row] = await tx
      .insert(signInKeys)
      .values({ kid: newKid(), secretId: secretId(config.secrets[0] as string), signsFrom: ahead })
      .returning({ kid: signInKeys.kid, signsFrom: signInKeys.signsFrom });
    return row as { kid: string; signsFrom: Date };
  });
}
