import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import { Problem } from '../http/problem';
import type { IssuerKeys } from './issuer';
import type { AuthConfig } from './variables';

export interface AccessTokens {
  /**
   * @returns what the token says; undefined for one that is not of the issuer, not for this service or over
   * @throws {Problem} 503 when its key is not known and the issuer can't be asked
   */
  verify: (token: string) => Promise<JWTPayload | undefined>;
  /** How many tokens are remembered. */
  cached: () => number;
}

interface Verified {
  claims: JWTPayload;
  /** When it is over, in milliseconds. */
  until: number;
  /** Of the keys that it was checked with. */
  version: number;
}

/** What a token is not good for; the last is said of a key that is none, whatever its issuer calls it. */
const UNVERIFIED = [errors.JOSEError, TypeError, DOMException];

/** A checked signature costs more than all the rest of a request. Each entry is about 2 kB. */
export const MAX_CACHED = 10_000;

export function accessTokens(config: AuthConfig, keys: IssuerKeys): AccessTokens {
  const cache = new Map<string, Verified>();
  const { issuer, audiences, algorithms, types, toleranceSeconds } = config;

  async function check(token: string): Promise<Verified | undefined> {
    const version = keys.version();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        // Pinned, and not taken from the token: it must not choose how it is checked.
        algorithms,
        issuer,
        audience: audiences,
        clockTolerance: toleranceSeconds,
        // A token without an end would never be over.
        requiredClaims: ['sub', 'exp'],
      });
      if (!types.has(typeOf(protectedHeader))) return undefined;
      const until = ((payload.exp as number) + toleranceSeconds) * 1000;
      return { claims: payload, until, version };
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (UNVERIFIED.some((kind) => error instanceof kind)) return undefined;
      throw error;
    }
  }

  async function verify(token: string): Promise<JWTPayload | undefined> {
    const known = cache.get(token);
    const verified = known?.version === keys.version() ? known : await check(token);
    // Looked at each time: a token that was good a moment ago may be over by now.
    if (!verified || verified.until <= Date.now()) {
      cache.delete(token);
      return undefined;
    }
    if (verified !== known) remember(token, verified);
    return verified.claims;
  }

  function remember(token: string, verified: Verified): void {
    cache.delete(token);
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value as string);
    cache.set(token, verified);
  }

  return { verify, cached: () => cache.size };
}

/** `application/at+jwt` is `at+jwt`, and a JWT that says nothing is a `jwt`: RFC 7515, 4.1.9, and RFC 7519, 5.1. */
function typeOf({ typ = 'jwt' }: JWTHeaderParameters): string {
  return typ.toLowerCase().replace(/^application\//, '');
}
