import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { noChromium, startChromium } from '../support/chromium.ts';
import { type Child, startChild, stopChild } from '../support/children.ts';
import { outsideEnv } from '../support/outside.ts';
import { freePort } from '../support/running-service.ts';
import { createService, firstMigration, removeServices, servicesFolder } from './service.ts';

const EMAIL = 'ann@example.com';
const PASSWORD = 'correct horse battery';

interface Session {
  request: (path: string) => Promise<Response>;
  logIn: (email: string, password: string) => Promise<Response>;
  logOut: () => Promise<void>;
}

// The same client with simulated tabs, everywhere: templates/features/auth-built-in/test/auth/browser-client.test.ts
describe.skipIf(noChromium !== undefined)(
  'the client for browsers, in two tabs of Chromium',
  () => {
    let parent: string;
    let api: string;
    let page: string;
    let service: Child;
    let server: Server;
    let browser: Browser;
    let context: BrowserContext;
    const refreshes: string[] = [];

    beforeAll(async () => {
      parent = servicesFolder('browser');
      const folder = await create(parent);
      const [port, pagePort] = [await freePort(), await freePort()];
      api = `http://localhost:${port}`;
      page = `http://localhost:${pagePort}`;
      const env = { PORT: String(port), AUTH_ISSUER: api, CORS_ORIGINS: page };
      service = startChild(['npm', 'run', 'dev'], { cwd: folder, env: outsideEnv(env) });
      await isReady(api, service);
      await register(api, join(folder, '.mail'));
      server = servePage(join(folder, 'clients/browser.js'), api).listen(pagePort, 'localhost');
      browser = await startChromium();
      context = await browser.newContext();
      context.on('request', (request) => {
        if (request.url().endsWith('/v1/auth/refresh')) refreshes.push(request.method());
      });
    });

    afterAll(async () => {
      await browser?.close();
      server?.close();
      if (service) await stopChild(service);
      await removeServices(parent);
    });

    async function openTab(): Promise<Page> {
      const tab = await context.newPage();
      await tab.goto(page);
      await tab.waitForFunction('window.session !== undefined');
      return tab;
    }

    const me = (tab: Page) =>
      tab.evaluate(async () => {
        const { session } = globalThis as unknown as { session: Session };
        return (await session.request('/v1/auth/me')).status;
      });

    it('one logs in, both are in; opened together they refresh once; one logs out, both are out', async () => {
      const [one, two] = [await openTab(), await openTab()];
      expect(await Promise.all([me(one), me(two)])).toEqual([401, 401]);
      const status = await one.evaluate(
        async ([email, password]) => {
          const { session } = globalThis as unknown as { session: Session };
          return (await session.logIn(email, password)).status;
        },
        [EMAIL, PASSWORD] as const,
      );
      expect(status).toBe(200);
      await expect.poll(() => Promise.all([me(one), me(two)])).toEqual([200, 200]);

      await Promise.all([one.reload(), two.reload()]);
      await Promise.all([one, two].map(refreshWhenAnotherWaits));
      refreshes.length = 0;
      expect(await Promise.all([me(one), me(two)])).toEqual([200, 200]);
      expect(refreshes.filter((method) => method === 'POST')).toHaveLength(1);

      expect(await one.evaluate('document.cookie + Object.keys(localStorage).join()')).toBe('');
      await two.evaluate(async () => {
        const { session } = globalThis as unknown as { session: Session };
        await session.logOut();
      });
      await expect.poll(() => Promise.all([me(one), me(two)])).toEqual([401, 401]);
    });
  },
);

async function create(parent: string): Promise<string> {
  const flags = ['--example', 'blog', '--auth', 'built-in'];
  const folder = await createService(parent, 'blog', flags);
  await firstMigration(folder);
  return folder;
}

/** Whose address is confirmed with the link of the mail that was written. */
async function register(api: string, mails: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${api}/v1/auth/${path}`, init);
    expect(response.ok, `${path}: ${await response.text()}`).toBe(true);
  };
  await post('register', {
    email: EMAIL,
    password: PASSWORD,
    profile: { handle: 'ann', displayName: 'Ann' },
  });
  const token = await vi.waitFor(() => {
    const [name] = readdirSync(mails);
    const found = /#token=([\w-]+)/.exec(readFileSync(join(mails, name ?? ''), 'utf8'));
    return found?.[1] ?? expect.fail('There is no mail yet.');
  }, 60_000);
  await post('verify-email', { token, password: PASSWORD });
}

/** So that both have asked before there is a token: one that asks just after it, and has not heard of it yet, may fetch its own. */
async function refreshWhenAnotherWaits(tab: Page): Promise<void> {
  await tab.evaluate(() => {
    const isWaitedFor = async () => ((await navigator.locks.query()).pending ?? []).length > 0;
    Object.assign(globalThis, {
      beforeRefresh: async () => {
        // oxlint-disable-next-line no-await-in-loop -- until it is so
        while (!(await isWaitedFor())) await new Promise((resolve) => setTimeout(resolve, 10));
      },
    });
  });
}

/** A front end of another origin. */
function servePage(client: string, api: string): Server {
  const html = `<!doctype html><script type="module">
import { createSession } from '/browser.js';
async function fetch(url, options) {
  if (url.endsWith('/refresh')) await window.beforeRefresh?.();
  return window.fetch(url, options);
}
window.session = createSession({ api: '${api}', fetch });
</script>`;
  return createServer(({ url }, response) => {
    const isScript = url === '/browser.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? readFileSync(client) : html);
  });
}

async function isReady(api: string, service: Child): Promise<void> {
  const answer = () => fetch(`${api}/readyz`).catch(() => undefined);
  await vi.waitFor(async () => expect((await answer())?.status, service.output()).toBe(200), {
    timeout: 400_000,
    interval: 500,
  });
}
