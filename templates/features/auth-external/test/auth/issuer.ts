import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

export const AUDIENCE = 'https://api.example.com';

interface Key {
  kid: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

/** An identity provider on this machine: discovery, keys, and tokens as it would give them. */
export interface Issuer {
  url: string;
  /** With which a service takes its tokens. */
  env: NodeJS.ProcessEnv;
  /** How often its keys were fetched. */
  fetched: () => number;
  /** The newest, which signs. */
  key: () => Key;
  /** Signs with a new key from now on; the others stay published. */
  rotate: () => Promise<void>;
  /** Publishes these beside its own keys, whatever they are. */
  add: (...others: object[]) => void;
  /** Takes all but the newest key back, and what was added. */
  withdraw: () => void;
  /** A token that is over in a minute, with whatever else it says. */
  sign: (
    claims: JWTPayload,
    header?: Record<string, unknown>,
    key?: CryptoKey | Uint8Array,
  ) => Promise<string>;
  stop: () => Promise<void>;
  /** At the URL that it had. */
  start: () => Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const keys: Key[] = [];
  const added: object[] = [];
  let fetches = 0;
  let server: Server;
  let port = 0;
  const url = () => `http://127.0.0.1:${port}/`;
  const pages = (): Record<string, () => object> => ({
    '/.well-known/openid-configuration': () => ({ issuer: url(), jwks_uri: `${url()}keys` }),
    '/keys': () => {
      fetches += 1;
      return { keys: [...keys.map(({ jwk }) => jwk), ...added] };
    },
  });

  async function start(): Promise<void> {
    server = createServer((request, response) => {
      const page = pages()[request.url ?? ''];
      response.writeHead(page ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(page?.() ?? {}));
    });
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
    // It ends with the tests, whoever forgot about it.
    server.unref();
  }

  async function rotate(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const kid = `key-${keys.length + 1}`;
    keys.push({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' } });
  }

  const key = () => keys.at(-1) as Key;
  await start();
  await rotate();
  return {
    url: url(),
    env: { AUTH_ISSUER: url(), AUTH_AUDIENCE: AUDIENCE, AUTH_ISSUER_TIMEOUT_MS: '60000' },
    fetched: () => fetches,
    key,
    rotate,
    add: (...others) => void added.push(...others),
    withdraw: () => {
      keys.splice(0, keys.length - 1);
      added.length = 0;
    },
    sign: (claims, header, by = key().privateKey) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: url(), aud: AUDIENCE, iat: now, exp: now + 60, ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key().kid, ...header })
        .sign(by);
    },
    start,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let shared: Promise<Issuer> | undefined;

/** That of the test file. */
export function issuer(): Promise<Issuer> {
  shared ??= startIssuer();
  return shared;
}

/** The variables with which every service of a test takes its tokens. */
export async function issuerEnv(): Promise<NodeJS.ProcessEnv> {
  return (await issuer()).env;
}
