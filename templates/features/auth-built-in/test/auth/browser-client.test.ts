import { afterAll, beforeAll, expect, test } from 'vitest';
import { setRole } from '../../src/auth/accounts';
import { ADMIN } from '../../src/auth/roles';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';

// Two tabs of one browser, as far as Node has one: they share its cookies, its locks and its channels.

interface Session {
  accessToken: () => Promise<string | undefined>;
  request: (path: string, options?: object) => Promise<Response>;
  logIn: (email: string, password: string) => Promise<Response>;
  logOut: () => Promise<void>;
  close: () => void;
}

const CLIENT = '../../clients/browser.js';
let t: AuthApp;
let createSession: (options: object) => Session;

beforeAll(async () => {
  t = await createAuthApp();
  ({ createSession } = await import(CLIENT));
});

afterAll(() => t.close());

/** What its tabs share. Each name is another browser. */
function browser(name: string) {
  let cookie: string | undefined;
  const waiting: (() => void)[] = [];
  let isHeld = false;
  const asked: string[] = [];
  const open: Session[] = [];

  async function fetch(
    url: string,
    { method = 'GET', headers, body }: RequestInit,
  ): Promise<Response> {
    const path = url.replace(name, '');
    asked.push(path);
    const response = await t.app.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...Object.fromEntries(new Headers(headers)),
        'sec-fetch-site': 'same-origin',
        ...(cookie !== undefined && { cookie }),
      },
      ...(typeof body === 'string' && { payload: body }),
    });
    const given = response.headers['set-cookie'];
    if (given !== undefined) cookie = String(given).split(';')[0];
    return new Response(response.body || null, { status: response.statusCode });
  }

  type Work = (lock: object | null) => unknown;
  const locks = {
    request: async (_: string, ...rest: [Work] | [{ ifAvailable: boolean }, Work]) => {
      const work = rest.at(-1) as Work;
      if (isHeld && rest.length === 2) return work(null);
      if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
      isHeld = true;
      try {
        return await work({});
      } finally {
        const next = waiting.shift();
        // Handed on, so that nobody takes it in between.
        if (next) next();
        else isHeld = false;
      }
    },
  };

  return {
    asked,
    tab: () => {
      const session = createSession({ api: name, fetch, locks });
      open.push(session);
      return session;
    },
    close: () => {
      for (const session of open) session.close();
    },
  };
}

const refreshes = (asked: string[]) => asked.filter((path) => path === '/v1/auth/refresh');
const me = async (tab: Session) => (await tab.request('/v1/auth/me')).status;

test('tabs that are opened together refresh once, and both are signed in', async () => {
  const { email } = await createPerson(t.db);
  const { tab, asked, close } = browser('one');
  expect((await tab().logIn(email, PASSWORD)).status).toBe(200);
  const later = [tab(), tab()];
  expect(await Promise.all(later.map(me))).toEqual([200, 200]);
  expect(refreshes(asked)).toHaveLength(1);
  const [one, two] = await Promise.all(later.map(({ accessToken }) => accessToken()));
  expect(one).toBe(two);
  close();
});

test('a token that is void before its time is replaced once, in all tabs', async () => {
  const { email } = await createPerson(t.db);
  const { tab, asked, close } = browser('two');
  const tabs = [tab(), tab()];
  await tabs[0]?.logIn(email, PASSWORD);
  expect(await Promise.all(tabs.map(me))).toEqual([200, 200]);
  // The second tab may have asked for itself, before it heard of the first one's log-in.
  asked.length = 0;
  await setRole(t.db, { email, role: ADMIN }, t.app.auth.config);
  const token = await tabs[0]?.accessToken();
  const old = async () => (await t.get('/v1/auth/me', token)).statusCode;
  await expect.poll(old).toBe(401);
  expect(await Promise.all(tabs.map(me))).toEqual([200, 200]);
  expect(refreshes(asked)).toHaveLength(1);
  close();
});

test('a log-out is one in all tabs, and nobody asks again and again', async () => {
  const { email } = await createPerson(t.db);
  const { tab, asked, close } = browser('three');
  const tabs = [tab(), tab()];
  await tabs[0]?.logIn(email, PASSWORD);
  await tabs[1]?.logOut();
  await expect.poll(() => Promise.all(tabs.map(me))).toEqual([401, 401]);
  const before = refreshes(asked).length;
  for (const one of tabs) expect(await one.accessToken()).toBeUndefined();
  expect(refreshes(asked)).toHaveLength(before);
  close();
});

test('a wrong password is told, and changes nothing', async () => {
  const { email } = await createPerson(t.db);
  const { tab, close } = browser('four');
  const session = tab();
  expect((await session.logIn(email, PASSWORD)).status).toBe(200);
  expect((await session.logIn(email, 'not the password')).status).toBe(401);
  expect(await me(session)).toBe(200);
  close();
});

test.each([
  '.example/v1/auth/me',
  '@example.com',
  '//example.com',
  '/\\example.com',
  '/\t/example.com',
  'v1/auth/me',
])('a token is sent nowhere else: %s', async (path) => {
  const { email } = await createPerson(t.db);
  const { tab, asked, close } = browser('five');
  const session = tab();
  await session.logIn(email, PASSWORD);
  asked.length = 0;
  await expect(session.request(path)).rejects.toThrow(TypeError);
  expect(asked).toEqual([]);
  close();
});
