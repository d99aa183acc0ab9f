import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { unavailable } from '../http/problem';
import type { AuthConfig } from './variables';

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** The public keys of the issuer, kept in memory. */
export interface IssuerKeys {
  /**
   * The key that a token names, for `jwtVerify`.
   *
   * @throws {Problem} 503 when it is not known and the issuer can't be asked
   * @throws {errors.JWKSNoMatchingKey} when the issuer does not have it
   */
  find: JWTVerifyGetKey;
  /** Another number for other keys: what was checked with the former ones must be checked again. */
  version: () => number;
  /** Stops fetching. */
  close: () => void;
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/**
 * Fetches the keys now, again once in a while, and when a token names one that is not known; and never more often than the floor
 * lets it. While the issuer is away the keys that are known stay: requests with them need nobody else.
 */
export function issuerKeys(config: AuthConfig, log: FastifyBaseLogger): IssuerKeys {
  const { floor, maxAge } = config.keys;
  let keys: KeySet | undefined;
  let version = 0;
  let begun = -Infinity;
  let isAway = false;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    begun = performance.now();
    try {
      const found = await keysOf(config);
      if (JSON.stringify(found.jwks()) !== JSON.stringify(keys?.jwks())) version += 1;
      keys = found;
      if (isAway) log.info("the issuer's keys can be fetched again");
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn({ err: error }, "the issuer's keys can not be fetched");
      isAway = true;
    }
  }

  /** Strangers name keys that there are not: without a floor each of their requests would be one to the issuer. */
  async function refresh(): Promise<void> {
    if (!fetching && performance.now() - begun >= floor) {
      fetching = fetchKeys().finally(() => {
        fetching = undefined;
      });
    }
    await fetching;
  }

  const find: JWTVerifyGetKey = async (header, token) => {
    try {
      if (keys) return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await refresh();
    // It may be one of theirs, made a moment ago: a 401 would sign an honest caller out.
    if (isAway || !keys) throw unavailable('The issuer of tokens does not answer.', 5);
    return keys(header, token);
  };

  // Nothing waits for it: a service whose issuer is away starts all the same.
  void refresh();
  const timer = setInterval(() => void refresh(), maxAge).unref();
  return { find, version: () => version, close: () => clearInterval(timer) };
}

/** A key set that fetches when it is told to: by itself it would forget keys that it can't fetch again. */
async function keysOf(config: AuthConfig): Promise<KeySet> {
  const url = config.jwksUrl ?? (await discover(config));
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
    timeoutDuration: config.keys.timeout,
    [customFetch]: fetchBounded,
  });
  await keys.reload();
  return keys;
}

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
async function discover({ issuer, keys: { timeout } }: AuthConfig): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const signal = AbortSignal.timeout(timeout);
  const response = await fetchBounded(url, { redirect: 'error', signal });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const found = Discovery.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`${url} is of another issuer, ${found.issuer}`);
  if (issuer.startsWith('https:') && !found.jwks_uri.startsWith('https:')) {
    throw new Error(`${url} says that the keys are at ${found.jwks_uri}, which is not https`);
  }
  return found.jwks_uri;
}

/** Issuers say a few thousand bytes of themselves, and their keys are looked through for each token. */
const MAX_BYTES = 262_144;

/** `fetch`, of an answer that has an end. */
async function fetchBounded(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_BYTES) throw new Error(`${url} sends more than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status: response.status });
}
