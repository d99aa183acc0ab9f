import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { createTestApp, type TestApp, type TestAppOptions } from '../app';
import { expect } from 'vitest';
import { mailsTo, PASSWORD, tokenIn } from './people';
import { profile } from './user';

/** Made anew each time: one that stands in a repository is taken in production by whoever copies it, and known to all who read it. */
export const newSecret = () => randomBytes(32).toString('base64');

export const AUTH_SECRET = newSecret();

/** The service with a folder of its own for mails. */
export interface AuthApp extends TestApp {
  /** Sends JSON. */
  post: (
    url: string,
    payload?: object,
    options?: Pick<InjectOptions, 'headers' | 'cookies' | 'remoteAddress'>,
  ) => Promise<LightMyRequestResponse>;
  get: (url: string, accessToken?: string) => Promise<LightMyRequestResponse>;
  register: (email: string, password?: string) => Promise<LightMyRequestResponse>;
  tryLogIn: (email: string, password?: string) => Promise<LightMyRequestResponse>;
  /** @returns the answer's JSON */
  logIn: (email: string, password?: string) => Promise<Record<string, string>>;
  /** Waits for the newest mail with this subject. @returns its token */
  mailed: (email: string, subject: string) => Promise<string>;
  mails: (email: string) => Promise<string[]>;
}

export async function createAuthApp(options: TestAppOptions = {}): Promise<AuthApp> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mail-'));
  const env = { AUTH_SECRET, MAIL_FOLDER: folder, ...options.env };
  const t = await createTestApp({ ...options, env });
  const mails = (email: string) => mailsTo(folder, email);

  const post: AuthApp['post'] = (url, payload, rest = {}) =>
    t.app.inject({ method: 'POST', url, ...(payload && { payload }), ...rest });

  const tryLogIn: AuthApp['tryLogIn'] = (email, password = PASSWORD) =>
    post('/v1/auth/login', { email, password, client: 'api' });

  return {
    ...t,
    post,
    tryLogIn,
    register: async (email, password = PASSWORD) =>
      post('/v1/auth/register', { email, password, profile: await profile(t.db) }),
    mails,
    get: (url, accessToken) =>
      t.app.inject({
        url,
        headers: accessToken === undefined ? {} : bearer(accessToken),
      }),
    logIn: async (email, password) => {
      const response = await tryLogIn(email, password);
      expect(response.statusCode, response.body).toBe(200);
      return response.json();
    },
    mailed: async (email, subject) => {
      const newest = async () =>
        (await mails(email)).findLast((mail) => mail.includes(`Subject: ${subject}`));
      await expect.poll(newest).toBeDefined();
      return tokenIn(await newest());
    },
    close: async () => {
      await t.close();
      await rm(folder, { recursive: true });
    },
  };
}

export const bearer = (accessToken: string | undefined) => ({
  authorization: `Bearer ${accessToken}`,
});
