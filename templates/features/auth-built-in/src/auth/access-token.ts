import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { unavailable } from '../http/problem';
import type { KnownRevocations } from './revocations';
import type { SigningKeys } from './signing-keys';
import { textOfUser, type UserId, UserIdText } from './users';
import type { AuthConfig } from './variables';

/** Who sends a request. */
export interface Caller {
  userId: UserId;
  sessionId: string;
  roles: readonly string[];
}

export interface AccessTokens {
  issue: (caller: Caller & { version: number }) => Promise<string>;
  /**
   * @returns undefined for a token that is not ours, over or revoked
   * @throws {Problem} 503 when the database has been away for too long to say what is revoked
   */
  verify: (token: string) => Promise<Caller | undefined>;
  /** Whether that is so: then every token is answered with 503. */
  isBlind: () => boolean;
}

/** A caller as a token says, and until when it holds. */
type Verified = Caller & { version: number; expiresAt: number; kid: string };

/** Each of them must be there: a token without an end would never be over. */
const Claims = z.object({
  sub: UserIdText,
  sid: z.uuid(),
  roles: z.array(z.string()),
  ver: z.int(),
  exp: z.int(),
});

/** RFC 9068. A JWT of any other kind, such as one for a mail, is no access token. */
const TYPE = 'at+jwt';

/** A checked signature costs more than all the rest of a request. Each entry is about 1 kB. */
const MAX_CACHED = 10_000;

export function accessTokens(
  { issuer, audience, accessTokenSeconds, revocationMaxAge }: AuthConfig,
  keys: SigningKeys,
  revocations: KnownRevocations,
): AccessTokens {
  const cache = new Map<string, Verified>();

  async function issue({ userId, sessionId, roles, version }: Caller & { version: number }) {
    const key = keys.signer();
    if (!key) throw unavailable('The database does not answer.', 5);
    return new SignJWT({ sid: sessionId, roles, ver: version })
      .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: key.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(textOfUser(userId))
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${accessTokenSeconds}s`)
      .sign(key.privateKey);
  }

  async function check(token: string): Promise<Verified | undefined> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, ({ kid = '' }) => keyOf(kid), {
        // Pinned, and not taken from the token: it must not choose how it is checked.
        algorithms: ['EdDSA'],
        typ: TYPE,
        issuer,
        audience,
      });
      const { sub, sid, roles, ver, exp } = Claims.parse(payload);
      const { kid = '' } = protectedHeader;
      return { userId: sub, sessionId: sid, roles, version: ver, expiresAt: exp * 1000, kid };
    } catch {
      return undefined;
    }
  }

  function keyOf(kid: string) {
    const key = keys.publicKey(kid);
    if (!key) throw new Error('There is no such key.');
    return key;
  }

  const isBlind = () => revocations.age() > revocationMaxAge;

  async function verify(token: string): Promise<Caller | undefined> {
    if (isBlind()) throw unavailable('The database does not answer.', 5);
    const verified = cache.get(token) ?? (await check(token));
    if (!verified) return undefined;
    // Looked at each time: a token that was good a moment ago may be over or revoked by now, or its key withdrawn.
    if (verified.expiresAt <= Date.now() || !keys.publicKey(verified.kid)) {
      cache.delete(token);
      return undefined;
    }
    if (revocations.isRevoked(verified)) return undefined;
    remember(token, verified);
    return verified;
  }

  function remember(token: string, verified: Verified): void {
    if (cache.has(token)) return;
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value as string);
    cache.set(token, verified);
  }

  return { issue, verify, isBlind };
}
