import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KnownSecrets } from './known-secrets';
import { deriveKey } from './secrets';

/** What a refresh token says: the session, and how often its token has been rotated. */
export interface RefreshClaim {
  sessionId: string;
  counter: number;
}

export interface RefreshTokens {
  encode: (claim: RefreshClaim) => string;
  /** @returns undefined for anything that this service did not make, without asking the database */
  decode: (token: string) => RefreshClaim | undefined;
}

const VERSION = 1;
/** Version, key id, session, counter; then the HMAC of all these. */
const OFFSET = { key: 1, session: 5, counter: 21, mac: 25, end: 57 } as const;

/**
 * Refresh tokens that stand in no table. What one says is signed under a key that is derived from AUTH_SECRET: a dump of
 * the database holds none and lets nobody make one. The same claim always gives the same bytes, so that a client whose
 * answer was lost can be given the successor again.
 *
 * @param secrets by name, as they are by now; all are taken
 * @param issuer one secret in two services by mistake gives no tokens that both take
 * @param signer which of them signs; the first where that is not known
 */
export function refreshTokens(
  secrets: KnownSecrets['all'],
  issuer: string,
  signer: () => string | undefined = () => undefined,
): RefreshTokens {
  const keys = new Map<string, Buffer>();

  function keyOf(id: string): Buffer | undefined {
    const secret = secrets().get(id);
    if (secret === undefined) return undefined;
    const key = keys.get(id) ?? deriveKey(secret, `refresh token of ${issuer}`);
    keys.set(id, key);
    return key;
  }

  function encode({ sessionId, counter }: RefreshClaim): string {
    const [first = ''] = secrets().keys();
    const id = signer() ?? first;
    const key = keyOf(id);
    if (!key) throw new Error('There is no secret.');
    const bytes = Buffer.alloc(OFFSET.end);
    bytes[0] = VERSION;
    bytes.write(id, OFFSET.key, 'hex');
    bytes.write(sessionId.replaceAll('-', ''), OFFSET.session, 'hex');
    bytes.writeUInt32BE(counter, OFFSET.counter);
    macOf(bytes, key).copy(bytes, OFFSET.mac);
    return bytes.toString('base64url');
  }

  function decode(token: string): RefreshClaim | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== OFFSET.end || bytes[0] !== VERSION) return undefined;
    // Node skips what is no base64: one token would have many spellings.
    if (bytes.toString('base64url') !== token) return undefined;
    const key = keyOf(bytes.toString('hex', OFFSET.key, OFFSET.session));
    if (!key || !timingSafeEqual(macOf(bytes, key), bytes.subarray(OFFSET.mac))) return undefined;
    return {
      sessionId: bytes
        .toString('hex', OFFSET.session, OFFSET.counter)
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      counter: bytes.readUInt32BE(OFFSET.counter),
    };
  }

  return { encode, decode };
}

function macOf(bytes: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(bytes.subarray(0, OFFSET.mac)).digest();
}
